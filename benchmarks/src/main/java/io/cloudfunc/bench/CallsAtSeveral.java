package io.cloudfunc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Callers of several command sides, as they should be: one whose call got no answer asks the other one, with the same {@code
 * Idempotency-Key}, until it is accepted.
 */
final class CallsAtSeveral {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CALLERS = 8;
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final int ACCEPTED = 202;

    private final List<Installation> sides;
    private final String path;
    private final byte[] input;
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger askedAgain = new AtomicInteger();

    CallsAtSeveral(List<Installation> sides, String function, byte[] input) {
        this.sides = sides;
        this.path = "/v1/functions/%s/invocations".formatted(function);
        this.input = input;
    }

    /** Calls evenly at a rate, until so many are accepted. */
    void run(int calls, int perSecond) {
        var every = Duration.ofSeconds(1).multipliedBy(CALLERS).dividedBy(perSecond);
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            IntStream.range(0, CALLERS)
                    .mapToObj(caller -> CompletableFuture.runAsync(() -> call(caller, calls / CALLERS, every), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    /** The ids that were given with acceptances. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    int askedAgain() {
        return askedAgain.get();
    }

    private void call(int caller, int calls, Duration every) {
        var patient = new Caller(caller % sides.size());
        try {
            Load.paced(() -> patient::untilAccepted, calls, every);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** For one thread. */
    private final class Caller {

        private int side;

        Caller(int side) {
            this.side = side;
        }

        void untilAccepted() {
            var headers = "Content-Type: application/json\r\nIdempotency-Key: %s\r\n".formatted(UUID.randomUUID());
            while (!isAccepted(headers)) {
                askedAgain.incrementAndGet();
                side = (side + 1) % sides.size();
                LockSupport.parkNanos(ASK_AGAIN.toNanos());
            }
        }

        private boolean isAccepted(String headers) {
            try (var wire = sides.get(side).connect()) {
                var answer = wire.exchange("POST", path, headers, input);
                if (answer.status() == ACCEPTED) {
                    accepted.add(JSON.readTree(answer.body()).path("id").asString(""));
                    return true;
                }
                return false;
            } catch (IOException noAnswer) {
                return false;
            }
        }
    }
}
