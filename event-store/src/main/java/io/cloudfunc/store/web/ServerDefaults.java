package io.cloudfunc.store.web;

import io.cloudfunc.tracing.Tracing;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** What is the same in each process that answers over HTTP, whatever its roles; each key can be overridden. */
@Configuration(proxyBeanMethods = false)
@Import(Tracing.class)
@PropertySource("classpath:io/cloudfunc/store/web/server.properties")
public class ServerDefaults {

    @Bean
    static BeanPostProcessor readinessInTime() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HealthIndicator part ? new ReadinessPart(part) : bean;
            }
        };
    }
}
