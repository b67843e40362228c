package io.cloudfunc.command.report;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether what workers report is taken in here; calls are accepted all the same. */
final class ReportsHealthIndicator implements HealthIndicator {

    private final ReportListener reports;

    ReportsHealthIndicator(ReportListener reports) {
        this.reports = reports;
    }

    @Override
    public Health health() {
        return reports.isTakingReports()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "reports are not taken in; they wait with the broker or the workers")
                        .build();
    }
}
