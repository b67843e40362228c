package io.cloudfunc.command.metrics;

import io.cloudfunc.command.commit.GroupCommit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What waits to be committed: much means that the database is slow, or away. */
@Component
final class CommitMeters implements MeterBinder {

    private final GroupCommit intake;
    private final GroupCommit reports;

    CommitMeters(@Qualifier("intakeCommit") GroupCommit intake, @Qualifier("reportCommit") GroupCommit reports) {
        this.intake = intake;
        this.reports = reports;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        waiting(registry, "intake", intake);
        waiting(registry, "reports", reports);
    }

    private static void waiting(MeterRegistry registry, String of, GroupCommit commit) {
        Gauge.builder("cloudfunc.commit.waiting", commit, GroupCommit::waiting)
                .description("Orders not yet taken into a commit")
                .tag("of", of)
                .register(registry);
    }
}
