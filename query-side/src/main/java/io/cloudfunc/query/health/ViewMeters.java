package io.cloudfunc.query.health;

import io.cloudfunc.store.ProcessorLag;
import io.cloudfunc.store.RecentNumbers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How far behind the views are, and the containers that they know. */
@Component
final class ViewMeters implements MeterBinder {

    private static final String LIVE =
            "select lower(view ->> 'state') state, count(*) from view_container where live group by 1";

    private final RecentNumbers lags;
    private final RecentNumbers containers;

    ViewMeters(ProcessorLag lag, JdbcTemplate jdbc, Clock clock) {
        lags = new RecentNumbers(clock, () -> lags(lag));
        containers = new RecentNumbers(clock, () -> containers(jdbc));
    }

    private static Map<String, Double> lags(ProcessorLag lag) {
        var lags = new HashMap<String, Double>();
        for (var view : ProjectionsHealthIndicator.VIEWS) {
            lags.put(view, lag.of(view).toMillis() / 1_000.0);
        }
        return lags;
    }

    private static Map<String, Double> containers(JdbcTemplate jdbc) {
        var counts = new HashMap<>(Map.of("warm", 0.0, "busy", 0.0));
        jdbc.query(LIVE, row -> {
            counts.put(row.getString(1), row.getDouble(2));
        });
        return counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var view : ProjectionsHealthIndicator.VIEWS) {
            Gauge.builder("cloudfunc.projection.lag", lags, numbers -> numbers.get(view))
                    .description("Age of the oldest event that was not taken in")
                    .tag("projection", view)
                    .baseUnit("seconds")
                    .register(registry);
        }
        live(registry, "warm");
        live(registry, "busy");
    }

    private void live(MeterRegistry registry, String state) {
        Gauge.builder("cloudfunc.containers", containers, numbers -> numbers.get(state))
                .description("Containers of all workers, by their events")
                .tag("state", state)
                .register(registry);
    }
}
