package io.cloudfunc.command.report;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether what workers report is taken in; calls are accepted all the same. */
final class ReportsHealthIndicator implements HealthIndicator {

    private final AmqpAdmin broker;
    private final String queue;

    ReportsHealthIndicator(AmqpAdmin broker, String queue) {
        this.broker = broker;
        this.queue = queue;
    }

    @Override
    public Health health() {
        try {
            var reports = broker.getQueueInfo(queue);
            return reports == null || reports.getConsumerCount() == 0
                    ? down("nobody takes reports in")
                    : Health.up()
                            .withDetail("waiting", reports.getMessageCount())
                            .build();
        } catch (AmqpException unreachable) {
            return down("the broker does not answer; reports wait there or with the workers");
        }
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }
}
