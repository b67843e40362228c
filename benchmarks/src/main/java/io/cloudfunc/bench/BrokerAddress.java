package io.cloudfunc.bench;

import java.util.Map;

/** Where RabbitMQ is, as {@code SPRING_RABBITMQ_…} tells. */
record BrokerAddress(String host, int port, String user, String password) {

    static BrokerAddress of(Map<String, String> environment) {
        return new BrokerAddress(
                Installation.required(environment, "SPRING_RABBITMQ_HOST"),
                Integer.parseInt(Installation.required(environment, "SPRING_RABBITMQ_PORT")),
                environment.getOrDefault("SPRING_RABBITMQ_USERNAME", "guest"),
                environment.getOrDefault("SPRING_RABBITMQ_PASSWORD", "guest"));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
