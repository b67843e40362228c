package io.cloudfunc.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.query.live.Activity.Minute;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActivityTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final long MINUTE = NOON.getEpochSecond() / 60;

    private final Activity activity = new Activity();

    @Test
    void counts_by_function_and_minute() {
        activity.count("a", NOON, 1, 0);
        activity.count("a", NOON.plusSeconds(59), 2, 1);
        activity.count("a", NOON.plusSeconds(60), 1, 0);
        activity.count("b", NOON, 1, 1);

        var all = activity.all(NOON.plusSeconds(90));

        assertThat(all.get("a")).containsExactly(new Minute(MINUTE, 3, 1), new Minute(MINUTE + 1, 1, 0));
        assertThat(all.get("b")).containsExactly(new Minute(MINUTE, 1, 1));
    }

    @Test
    void forgets_what_ended_more_than_an_hour_ago_and_functions_without_calls() {
        activity.count("busy", NOON, 1, 0);
        activity.count("busy", NOON.plusSeconds(120), 1, 0);
        activity.count("idle", NOON, 1, 0);

        var all = activity.all(NOON.plusSeconds(90).plus(Duration.ofHours(1)));

        assertThat(all).containsOnlyKeys("busy");
        assertThat(all.get("busy")).containsExactly(new Minute(MINUTE + 2, 1, 0));
    }
}
