package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.pool.StartPhases;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what is to be reported of an execution, with the payloads that go with it. */
final class Outcomes {

    /** A report and what it refers to. */
    record Written(RecordOutcome report, List<Payload> payloads) {}

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int LONGEST_MESSAGE = 1_000;

    private final IdSource ids;
    private final SecureRandom random = new SecureRandom();

    Outcomes(IdSource ids) {
        this.ids = ids;
    }

    Written of(InvocationId invocation, Execution execution, StartPhases start, Answer answer, Instant endedAt) {
        var payloads = new ArrayList<Payload>(2);
        var outcome = switch (answer) {
            case Answer.Output output -> new Outcome.Success(kept(payloads, output.contentType(), output.body()));
            case Answer.Fault fault -> failure(payloads, fault.kind(), fault.message());
        };
        var log = log(payloads, answer.log());
        var phases = phases(execution, start, answer.took(), endedAt);
        return new Written(new RecordOutcome(invocation, execution, outcome, log, phases, endedAt), payloads);
    }

    Written ofFailedStart(
            InvocationId invocation, Execution execution, StartPhases start, EngineException failure, Instant endedAt) {
        var payloads = new ArrayList<Payload>(2);
        var outcome = failure(payloads, failure.kind(), messageOf(failure));
        var log = log(payloads, failure.log());
        var phases = phases(execution, start, Duration.ZERO, endedAt);
        return new Written(new RecordOutcome(invocation, execution, outcome, log, phases, endedAt), payloads);
    }

    /** Words may be the function's, and hold its data: they go where data can be erased, and not into the event. */
    private Outcome.Failure failure(List<Payload> payloads, FailureKind kind, String words) {
        return Outcome.Failure.of(kind, said(payloads, kind, words));
    }

    /** Keeps the words if they say more than the kind. */
    @Nullable
    PayloadRef said(List<Payload> payloads, FailureKind kind, String words) {
        return words.equals(kind.sentence())
                ? null
                : kept(payloads, TEXT, shortened(words).getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps a log if there is any. */
    @Nullable
    PayloadRef log(List<Payload> payloads, byte[] log) {
        return log.length == 0 ? null : kept(payloads, TEXT, log);
    }

    static String messageOf(EngineException failure) {
        return String.valueOf(failure.getMessage());
    }

    static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }

    private PayloadRef kept(List<Payload> payloads, String contentType, byte[] content) {
        var payload = Payload.of(ids.next(), contentType, content, random);
        payloads.add(payload);
        return payload.ref();
    }

    /** What is none of the other phases was waiting, so that they add up. */
    private static Phases phases(Execution execution, StartPhases start, Duration call, Instant endedAt) {
        var waiting = Duration.between(execution.receivedAt(), endedAt)
                .minus(start.sum())
                .minus(call);
        return new Phases(
                waiting.isNegative() ? Duration.ZERO : waiting, start.create(), start.start(), start.ready(), call);
    }
}
