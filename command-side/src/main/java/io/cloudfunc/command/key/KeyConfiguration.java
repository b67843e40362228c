package io.cloudfunc.command.key;

import org.axonframework.config.ConfigurerModule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    @Bean
    ConfigurerModule keyRowsInTheSameCommit() {
        return configurer -> configurer.eventProcessing().registerSubscribingEventProcessor(KeyRows.GROUP);
    }
}
