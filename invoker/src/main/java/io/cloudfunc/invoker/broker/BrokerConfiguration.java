package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.container.WorkerId;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The broker as routers and workers use it, reached as {@code spring.rabbitmq} says. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrokerSettings.class)
public class BrokerConfiguration {

    @Bean
    BrokerTopology brokerTopology(BrokerSettings settings, ObjectProvider<WorkerId> worker) {
        var here = worker.getIfAvailable();
        if (here == null) {
            return BrokerTopology.shared(settings.names());
        }
        return settings.declareOnlyOwn()
                ? BrokerTopology.ofNothingBut(settings.names(), here)
                : BrokerTopology.of(settings.names(), here);
    }

    @Bean
    BrokerConnections brokerConnections(
            CachingConnectionFactory configured,
            CachingConnectionFactoryConfigurer addresses,
            BrokerTopology topology) {
        return new BrokerConnections(
                () -> {
                    var factory = new CachingConnectionFactory(configured.getRabbitConnectionFactory());
                    addresses.configure(factory);
                    return factory;
                },
                topology);
    }

    @Bean
    RabbitPublisher rabbitPublisher(BrokerConnections connections) {
        return new RabbitPublisher(connections);
    }

    @Bean
    @Primary
    ConfirmedPublisher confirmedPublisher(RabbitPublisher publisher, MeterRegistry registry) {
        return new TimedPublisher(publisher, registry);
    }

    @Bean
    HealthIndicator brokerHealthIndicator(BrokerConnections connections) {
        return new BrokerHealthIndicator(connections);
    }

    @Bean
    WireJson wireJson() {
        return new WireJson();
    }
}
