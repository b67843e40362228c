package io.cloudfunc.invoker.router;

import io.cloudfunc.store.ProcessorLag;
import io.cloudfunc.store.RecentNumbers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** What waits to be sent to a worker, and how far behind the router is. */
final class RouterMeters implements MeterBinder {

    private static final String WAITING =
            "select count(*) filter (where not_before is null), count(not_before) from router_backlog";

    private final RecentNumbers waiting;
    private final RecentNumbers lag;
    private final String processor;

    RouterMeters(JdbcTemplate jdbc, ProcessorLag lag, String processor, Clock clock) {
        this.waiting = new RecentNumbers(clock, () -> waiting(jdbc));
        this.lag = new RecentNumbers(
                clock, () -> Map.of(processor, lag.of(processor).toMillis() / 1_000.0));
        this.processor = processor;
    }

    private static Map<String, Double> waiting(JdbcTemplate jdbc) {
        var counts = new HashMap<String, Double>();
        jdbc.query(WAITING, row -> {
            counts.put("room", row.getDouble(1));
            counts.put("retry", row.getDouble(2));
        });
        return counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        waitingFor(registry, "room");
        waitingFor(registry, "retry");
        Gauge.builder("cloudfunc.projection.lag", lag, numbers -> numbers.get(processor))
                .description("Age of the oldest event that was not taken in")
                .tag("projection", processor)
                .baseUnit("seconds")
                .register(registry);
    }

    private void waitingFor(MeterRegistry registry, String what) {
        Gauge.builder("cloudfunc.calls.waiting", waiting, numbers -> numbers.get(what))
                .description("Calls in the backlog, for room or for their next attempt")
                .tag("for", what)
                .register(registry);
    }
}
