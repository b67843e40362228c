package io.cloudfunc.api.wire;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.problem.InvalidValueException;
import java.util.regex.Pattern;

/**
 * The names in the broker, all under one prefix, so that several installations can share a broker.
 *
 * @param prefix 1 to 100 of a-z, A-Z, 0-9, _ . and -
 */
public record QueueNames(String prefix) {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_.-]{1,100}");

    public QueueNames {
        if (!VALID.matcher(prefix).matches()) {
            throw new InvalidValueException("broker prefix", prefix, "1 to 100 of a-z, A-Z, 0-9, _ . and -");
        }
    }

    /** Executions and preparations, for whichever worker has a free slot. */
    public String tasks() {
        return prefix + ".tasks";
    }

    /** What routers and workers tell the command side. */
    public String reports() {
        return prefix + ".reports";
    }

    /** Where messages end that nobody can handle. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    /** Topic-less fan-out of {@link Control} messages to every worker. */
    public String controlOfAll() {
        return prefix + ".control";
    }

    /** {@link Control} messages for one worker; the queue goes when its worker stays away. */
    public String controlOf(WorkerId worker) {
        return prefix + ".orders." + worker;
    }

    /**
     * The exchange to which workers publish all they have to say, with the queue's name as routing key: one that may write
     * to nothing else reaches no other queue.
     */
    public String fromWorkers() {
        return prefix + ".from-workers";
    }

    /** The exchange that leads to {@link #deadLetters()}, for queues that are declared by who may write to no other. */
    public String buried() {
        return prefix + ".buried";
    }

    /** Where workers ask for source archives by hash. */
    public String sources() {
        return prefix + ".sources";
    }

    /** Where workers ask whether a call may begin. */
    public String claims() {
        return prefix + ".claims";
    }

    /** Where workers ask for the bodies of calls that are too large to come along. */
    public String payloads() {
        return prefix + ".payloads";
    }

    /** Where workers ask for secrets by name. */
    public String secrets() {
        return prefix + ".secrets";
    }

    /** Always empty: while it is there, the broker has not lost its data since it was given this name. */
    public String incarnation(String name) {
        return prefix + ".incarnation." + name;
    }
}
