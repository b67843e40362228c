package io.cloudfunc.command.report;

import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.store.SourceStore;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

    /** Reports taken from the broker and not yet committed; bounds the memory they take. */
    private static final int MOST_REPORTS_AT_HAND = 500;

    @Bean
    @ConditionalOnMissingBean
    QueueNames queueNames(@Value("${cloudfunc.broker.prefix:cloudfunc}") String prefix) {
        return new QueueNames(prefix);
    }

    @Bean
    Declarables commandSideQueues(QueueNames names) {
        return new Declarables(QueueSpec.shared(names).stream()
                .map(queue -> QueueBuilder.durable(queue.name())
                        .withArguments(queue.arguments())
                        .build())
                .toList());
    }

    @Bean
    DirectMessageListenerContainer reportListener(
            ConnectionFactory broker,
            QueueNames names,
            @Qualifier("reportCommit") GroupCommit commit,
            JsonMapper json) {
        var container = listener(broker, names.reports(), new ReportIntake(commit, json));
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(MOST_REPORTS_AT_HAND);
        return container;
    }

    @Bean
    DirectMessageListenerContainer sourceListener(
            ConnectionFactory broker, QueueNames names, SourceStore sources, RabbitTemplate template) {
        return listener(broker, names.sources(), new SourceAnswers(sources, template));
    }

    @Bean
    DirectMessageListenerContainer claimListener(
            ConnectionFactory broker,
            QueueNames names,
            @Qualifier("reportCommit") GroupCommit commit,
            RabbitTemplate template,
            JsonMapper json) {
        return listener(broker, names.claims(), new ClaimAnswers(commit, template, json));
    }

    private static DirectMessageListenerContainer listener(
            ConnectionFactory broker, String queue, MessageListener listener) {
        var container = new DirectMessageListenerContainer(broker);
        container.setQueueNames(queue);
        container.setMissingQueuesFatal(false);
        container.setMessageListener(listener);
        return container;
    }
}
