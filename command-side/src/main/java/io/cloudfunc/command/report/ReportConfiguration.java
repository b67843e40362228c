package io.cloudfunc.command.report;

import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.EventTail;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.Receipts;
import io.cloudfunc.store.SourceStore;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.lifecycle.Phase;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

    /** Reports taken from the broker and not yet committed; bounds the memory they take. */
    private static final int MOST_REPORTS_AT_HAND = 500;

    /**
     * Once commands have their handlers. At a stop, what workers report is taken in until the last caller who waits is
     * answered, and as long as there are handlers and commits.
     */
    private static final int AFTER_HANDLERS = Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS + 100;

    /** Large bodies on their way to workers; bounds the memory that they take. */
    private static final int PAYLOADS_AT_ONCE = 4;

    private final UUID process = UUID.randomUUID();

    @Bean
    @ConditionalOnMissingBean
    QueueNames queueNames(@Value("${cloudfunc.broker.prefix:cloudfunc}") String prefix, Environment environment) {
        var ownQueues = Binder.get(environment)
                .bind("cloudfunc.broker.own-queues", Bindable.setOf(String.class))
                .orElse(Set.of());
        return new QueueNames(prefix, Namespace.allOf(ownQueues));
    }

    @Bean
    Declarables commandSideQueues(QueueNames names) {
        var fromWorkers =
                names.exchangesFromWorkers().stream().map(DirectExchange::new).toList();
        var shared = QueueSpec.shared(names).stream().map(ReportConfiguration::declared);
        var outcomes = declared(QueueSpec.outcomesAt(names, process));
        var ways = fromWorkers.stream()
                .flatMap(exchange -> QueueSpec.fromWorkers(names).stream().map(queue -> way(exchange, queue, queue)));
        var outcomesHere = fromWorkers.stream()
                .map(exchange -> way(exchange, names.outcomes(), outcomes.getName()))
                .toList();
        // The queue is classic: it cannot be declared again while the node of the broker that has it is away.
        outcomes.setIgnoreDeclarationExceptions(true);
        outcomesHere.forEach(way -> way.setIgnoreDeclarationExceptions(true));
        return new Declarables(Stream.of(shared, Stream.of(outcomes), fromWorkers.stream(), ways, outcomesHere.stream())
                .<Declarable>flatMap(part -> part)
                .toList());
    }

    private static Queue declared(QueueSpec queue) {
        return QueueBuilder.durable(queue.name())
                .withArguments(queue.arguments())
                .build();
    }

    private static Binding way(DirectExchange exchange, String key, String queue) {
        return BindingBuilder.bind(new Queue(queue)).to(exchange).with(key);
    }

    @Bean
    ReportIntake reportIntake(
            @Qualifier("reportCommit") GroupCommit commit,
            Receipts receipts,
            QueueNames names,
            EventTail tail,
            JsonMapper json) {
        return new ReportIntake(commit, receipts, names, tail, json);
    }

    /** For those who wait here. */
    @Bean
    DirectMessageListenerContainer outcomeListener(ConnectionFactory broker, QueueNames names, ReportIntake intake) {
        var container = listener(broker, names.outcomesAt(process), intake::hear);
        container.setAcknowledgeMode(AcknowledgeMode.NONE);
        return container;
    }

    @Bean
    ReportListener reportListener(ConnectionFactory broker, QueueNames names, ReportIntake intake) {
        var container = listening(new ReportListener(broker), names.reports(), intake);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(MOST_REPORTS_AT_HAND);
        return container;
    }

    /** For a worker of this process; what it says needs no receipt. */
    @Bean
    DirectReports directReports(@Qualifier("reportCommit") GroupCommit commit) {
        return (report, payloads) -> commit.submit(new Order(report, payloads));
    }

    @Bean
    HealthIndicator reportsHealthIndicator(ReportListener reports) {
        return new ReportsHealthIndicator(reports);
    }

    @Bean
    DirectMessageListenerContainer sourceListener(ConnectionFactory broker, QueueNames names, SourceStore sources) {
        return listener(
                broker,
                names.sources(),
                new AnswersToWorkers(new SourceAnswers(names, sources)::to, answering(broker)));
    }

    @Bean
    DirectMessageListenerContainer payloadListener(
            ConnectionFactory broker, QueueNames names, PayloadStore payloads, Receipts receipts, JsonMapper json) {
        var answers = new PayloadAnswers(payloads, receipts, json);
        var container = listener(broker, names.payloads(), new AnswersToWorkers(answers::to, answering(broker)));
        container.setConsumersPerQueue(PAYLOADS_AT_ONCE);
        container.setPrefetchCount(1);
        return container;
    }

    /** Over a connection of its own: a broker that holds back answers must not hold back acknowledgements of reports. */
    private static RabbitTemplate answering(ConnectionFactory broker) {
        var template = new RabbitTemplate(broker);
        template.setUsePublisherConnection(true);
        return template;
    }

    @Bean
    DirectMessageListenerContainer claimListener(
            ConnectionFactory broker,
            QueueNames names,
            @Qualifier("reportCommit") GroupCommit commit,
            Receipts receipts,
            RabbitTemplate template,
            JsonMapper json) {
        return listener(broker, names.claims(), new ClaimAnswers(commit, receipts, template, json));
    }

    @Bean
    LostTasks lostTasks(
            RabbitTemplate broker,
            QueueNames names,
            @Qualifier("reportCommit") GroupCommit commit,
            Receipts receipts,
            JsonMapper json,
            Clock clock) {
        return new LostTasks(broker, names, commit, receipts, json, clock);
    }

    private static DirectMessageListenerContainer listener(
            ConnectionFactory broker, String queue, MessageListener listener) {
        return listening(new DirectMessageListenerContainer(broker), queue, listener);
    }

    private static <C extends DirectMessageListenerContainer> C listening(
            C container, String queue, MessageListener listener) {
        container.setQueueNames(queue);
        container.setMissingQueuesFatal(false);
        container.setMessageListener(listener);
        container.setPhase(AFTER_HANDLERS);
        return container;
    }
}
