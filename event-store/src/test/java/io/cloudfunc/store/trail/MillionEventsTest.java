package io.cloudfunc.store.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a long history is sealed and verified; prints it, and asserts only that all of it is. */
@Tag("long")
class MillionEventsTest {

    private static final int EVENTS = 1_000_000;

    private static final String INSERT = """
            insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
              payload_type, payload, metadata)
            select gen_random_uuid(), gen_random_uuid(), 0, 'Invocation', '2026-01-31T12:00:00.000Z',
              'io.cloudfunc.api.invocation.InvocationSucceeded', '{"of":"' || repeat(md5(n::text), 20) || '"}',
              '{"traceId":"' || gen_random_uuid() || '","correlationId":"' || gen_random_uuid() || '"}'
            from generate_series(1, %d) n
            """;

    @TempDir
    Path keys;

    @Test
    void are_sealed_and_verified() {
        var on = new TrailOnPostgres(keys);
        on.store.jdbc.execute(INSERT.formatted(EVENTS));

        var sealing = timed(on::seal);
        var verifying = timed(() -> {
            var verification = on.verify();
            assertThat(verification.isValid()).isTrue();
            assertThat(verification.events()).isEqualTo(EVENTS);
        });

        System.out.printf(
                Locale.ROOT,
                "{\"events\":%d,\"seal_per_second\":%d,\"verify_seconds\":%.1f,\"verify_per_second\":%d}%n",
                EVENTS,
                perSecond(sealing),
                verifying.toMillis() / 1_000.0,
                perSecond(verifying));
    }

    private static long perSecond(Duration taken) {
        return EVENTS * 1_000L / Math.max(1, taken.toMillis());
    }

    private static Duration timed(Runnable deed) {
        var start = System.nanoTime();
        deed.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
