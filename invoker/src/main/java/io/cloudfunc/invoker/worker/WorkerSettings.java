package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.engine.Blueprint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a worker works.
 *
 * @param id stable name of the worker; default: made once and kept in the data directory
 * @param engine socket of the container engine, {@code unix:///path}; default: {@code DOCKER_HOST}, else
 *     {@code unix:///var/run/docker.sock}
 * @param slots calls in hand at a time, running or waiting for a container, to begin with; whenever all are taken there
 *     will be more; 1 to 1,000; default 128
 * @param mostSlots calls in hand at a time at most, a quarter of them such as are sent to this worker alone; {@code slots}
 *     to 1,000; default 1,000. When a worker dies, the broker
 *     may hand a message to slot after dying slot and counts a delivery each time, so the more slots, the nearer that
 *     comes to the delivery limit of the queue
 * @param memory sum of the memory limits of all containers at a time; default 0: 75 % of the machine's memory
 * @param concurrentStarts containers started at a time; 0 to 1,000; default 0: twice the number of processors
 * @param readyLimit longest time from a container's start until its function listens; above 0; default 30 s
 * @param preparedNetworks empty network namespaces made ahead, each for one container of any function; 0 to 100; default
 *     4; 0: none, each container makes its own
 * @param preparedRuntimes containers of each runtime made ahead, each for one function from source; 0 to 100; default 2;
 *     0: none
 * @param preparedSandboxes functions, those used last, for each of which one container of its own is made ahead, up to
 *     where its image's command begins; not for those that a runtime made ahead suits; 0 to 100; default 8; 0: none
 * @param drainLimit how long running calls may go on when the worker stops, before they return to the queue; default 20
 *     s; 0: not at all
 * @param namespaces whose functions it runs, and no others; each needs queues of its own, {@code cloudfunc.broker.own-queues};
 *     slots are shared out evenly among those; default: all that have no queues of their own
 * @param images the runtimes' images; default {@code cloudfunc/python:local} and so on
 */
@ConfigurationProperties("cloudfunc.worker")
public record WorkerSettings(
        @Nullable WorkerId id,
        @Nullable String engine,
        @DefaultValue("128") int slots,
        @DefaultValue("1000") int mostSlots,
        @DefaultValue("0") DataSize memory,
        @DefaultValue("0") int concurrentStarts,
        @DefaultValue("30s") Duration readyLimit,
        @DefaultValue("4") int preparedNetworks,
        @DefaultValue("2") int preparedRuntimes,
        @DefaultValue("8") int preparedSandboxes,
        @DefaultValue("20s") Duration drainLimit,
        @DefaultValue Set<String> namespaces,
        @DefaultValue RuntimeImages images) {

    private static final String PREFIX = "cloudfunc.worker.";
    private static final double SHARE_OF_MEMORY = 0.75;

    /** Of a call with 8 GiB it is 2,048: fine enough that memory up to some TiB is told apart. */
    private static final int WEIGHT_WITH_ONE_MIB = 1 << 24;

    private static final int MOST_PREPARED = 100;
    private static final int STARTS_PER_PROCESSOR = 2;

    public WorkerSettings {
        namespaces = Set.copyOf(namespaces);
        inRange("slots", slots, 1, SlotConsumer.MOST_SLOTS);
        inRange("most-slots", mostSlots, slots, SlotConsumer.MOST_SLOTS);
        inRange("concurrent-starts", concurrentStarts, 0, 1_000);
        inRange("prepared-networks", preparedNetworks, 0, MOST_PREPARED);
        inRange("prepared-runtimes", preparedRuntimes, 0, MOST_PREPARED);
        inRange("prepared-sandboxes", preparedSandboxes, 0, MOST_PREPARED);
        require("memory", memory, !memory.isNegative() && memory.toMegabytes() <= Integer.MAX_VALUE, "0 or more");
        require("ready-limit", readyLimit, readyLimit.isPositive(), "above 0");
        require("drain-limit", drainLimit, !drainLimit.isNegative(), "0 or more");
    }

    /** @param ofMachine what the machine has, in bytes */
    int memoryMiB(long ofMachine) {
        var bytes = memory.toBytes() == 0 ? (long) (ofMachine * SHARE_OF_MEMORY) : memory.toBytes();
        return Math.toIntExact(DataSize.ofBytes(bytes).toMegabytes());
    }

    /**
     * How much a call in hand weighs here: the less memory for containers, the more, so that workers have calls in hand in
     * proportion to their memory.
     *
     * @param ofMachine what the machine has, in bytes
     */
    int weightOfCall(long ofMachine) {
        return Math.clamp(WEIGHT_WITH_ONE_MIB / Math.max(1, memoryMiB(ofMachine)), 1, SlotConsumer.MOST_STEP);
    }

    int startsAtOnce(int processors) {
        return concurrentStarts == 0 ? processors * STARTS_PER_PROCESSOR : concurrentStarts;
    }

    /** How many of what are made ahead, in order of importance. */
    Map<Blueprint, Integer> spares() {
        var spares = new LinkedHashMap<Blueprint, Integer>();
        spares.put(new Blueprint.EmptyNetwork(images.python()), preparedNetworks);
        spares.put(new Blueprint.WaitingRuntime(images.python(), true), preparedRuntimes);
        return spares;
    }

    private static void inRange(String field, int value, int least, int most) {
        require(field, value, value >= least && value <= most, "%,d to %,d".formatted(least, most));
    }

    private static void require(String field, Object value, boolean valid, String expected) {
        if (!valid) {
            throw new InvalidValueException(PREFIX + field, value, expected);
        }
    }
}
