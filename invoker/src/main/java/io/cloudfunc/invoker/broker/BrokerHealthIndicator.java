package io.cloudfunc.invoker.broker;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether calls and reports get through the broker. While they do not, calls are accepted all the same, and wait. */
final class BrokerHealthIndicator implements HealthIndicator {

    private final BrokerConnections connections;

    BrokerHealthIndicator(BrokerConnections connections) {
        this.connections = connections;
    }

    @Override
    public Health health() {
        if (!connections.isReachable()) {
            return down("the broker does not answer");
        }
        return connections
                .blockedBecause()
                .map(why -> down("the broker takes no messages: " + why))
                .orElseGet(() -> Health.up().build());
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }
}
