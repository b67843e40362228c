package io.cloudfunc.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * A rebuild of all views that is done.
 *
 * @param events that were read for it
 * @param seconds from asking for it until the new views are in use
 */
record Rebuild(long events, double seconds) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Does something else while a rebuild is under way, which has read so many events. */
    @FunctionalInterface
    interface Meanwhile {
        void look(long events) throws IOException;
    }

    /** Asks for it and waits for its end. */
    static Rebuild ofAllViews(Wire wire, Meanwhile meanwhile) throws IOException {
        var begin = System.nanoTime();
        wire.exchange("POST", "/v1/projections:rebuild", "", new byte[0]).expect(202);
        while (true) {
            var answer = wire.get("/v1/projections/invocations").expect(200);
            var rebuild = JSON.readTree(answer.body()).path("rebuild");
            meanwhile.look(rebuild.path("events").asLong());
            switch (rebuild.path("state").asString()) {
                case "RUNNING" -> LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                case "DONE" -> {
                    var seconds = (System.nanoTime() - begin) / 1e9;
                    return new Rebuild(rebuild.path("events").asLong(), seconds);
                }
                default -> throw new IOException("The rebuild failed: " + rebuild);
            }
        }
    }
}
