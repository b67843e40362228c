package io.cloudfunc.store;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.IdSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.PropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** The event store and all that reads it, for every application that has the database. */
@Configuration
@EnableScheduling
@PropertySource("classpath:io/cloudfunc/store/event-store.properties")
public class EventStoreConfiguration {

    private static final int EVENTS_PER_TRANSACTION = 500;

    /** How long a processor that died keeps its claim: longer than any batch may take, or it would be handled twice. */
    private static final Duration TOKEN_CLAIM = Duration.ofSeconds(30);

    /** How much later than its commit an event comes to a view: long enough that it does not slow the call it tells of. */
    private static final Duration VIEWS_FOLLOW = Duration.ofMillis(50);

    /** How long after the last ones at least: while events come all the time, each transaction is for many of them. */
    private static final Duration VIEWS_APART = Duration.ofMillis(250);

    /** As {@link #VIEWS_APART}: it loads and stores the saga of each function that was called meanwhile. */
    private static final Duration ROUTER_APART = Duration.ofMillis(500);

    /** How much later it comes to the router, unless that is told to hurry: many events are one transaction then. */
    private static final Duration ROUTER_FOLLOWS = Duration.ofMillis(100);

    /** A notification can be lost with its connection: then others' events are seen this much later, and hurry nobody. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Tells this process's own notifications from those of others. */
    private final String processId = UUID.randomUUID().toString();

    @Bean
    SchemaPart storeSchema() {
        return new SchemaPart("store");
    }

    @Bean
    SchemaMigration schemaMigration(DataSource dataSource, List<SchemaPart> parts) {
        return new SchemaMigration(dataSource, parts);
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    IdSource idSource() {
        return Generators.timeBasedEpochGenerator()::generate;
    }

    @Bean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions, JdbcTemplate jdbc) {
        return new OneTripTransactions(new SpringTransactionManager(transactions), jdbc);
    }

    /**
     * The framework's own JDBC configuration orders itself after class names that Boot 4 no longer has, and its connections
     * are rolled back by a command that is refused, with all that others did in the same transaction.
     */
    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    @Bean
    PersistenceExceptionResolver persistenceExceptionResolver() {
        return new DuplicateKeys();
    }

    @Bean
    StorageEngine storageEngine(
            ConnectionProvider connections,
            TransactionManager transactions,
            PersistenceExceptionResolver exceptions,
            @Qualifier("eventSerializer") Serializer serializer) {
        return StorageEngine.on(connections, transactions, exceptions, serializer, NoOpEventUpcaster.INSTANCE);
    }

    /** A token in the midst of a replay names its parts by their classes, which Jackson reads back only if told to. */
    @Bean
    Jackson3SerializerCustomizer tokensOfReplaysAndPlainTimes() {
        var tokens = BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.eventhandling.")
                .build();
        return json -> json.polymorphicTypeValidator(tokens).addModule(new PlainTimes());
    }

    @Bean
    FollowersTokenStore tokenStore(
            ConnectionProvider connections,
            Serializer serializer,
            @Value("${cloudfunc.node-id:${random.uuid}}") String nodeId,
            Clock clock) {
        var schema = TokenSchema.builder()
                .setTokenTable("processor_token")
                .setProcessorNameColumn("processor_name")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("updated_at")
                .build();
        var builder = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .claimTimeout(TOKEN_CLAIM)
                .schema(schema);
        return new FollowersTokenStore(builder, nodeId, clock);
    }

    @Bean
    EventSignal eventSignal() {
        return new EventSignal();
    }

    @Bean
    SharedReads sharedReads(StorageEngine engine, EventSignal signal) {
        return new SharedReads(after -> engine.fetch(after, StorageEngine.BATCH), signal);
    }

    @Bean
    UnhurriedSignal routerSignal(EventSignal signal) {
        return new UnhurriedSignal(signal, ROUTER_FOLLOWS, ROUTER_APART);
    }

    /** For the router: what callers wait for it to do makes it hurry. */
    @Bean
    StreamableMessageSource<TrackedEventMessage<?>> eventsForRouting(
            StorageEngine engine, SharedReads reads, @Qualifier("routerSignal") UnhurriedSignal signal) {
        return new WakingEventSource(engine, reads, signal.signal());
    }

    @Bean
    UnhurriedSignal viewsSignal(EventSignal signal) {
        return new UnhurriedSignal(signal, VIEWS_FOLLOW, VIEWS_APART);
    }

    /** For all others. */
    @Bean
    StreamableMessageSource<TrackedEventMessage<?>> eventsSoon(
            StorageEngine engine, SharedReads reads, @Qualifier("viewsSignal") UnhurriedSignal signal) {
        return new WakingEventSource(engine, reads, signal.signal());
    }

    @Bean
    PostgresNotifier postgresNotifier(DataSource dataSource) {
        return new PostgresNotifier(dataSource, processId);
    }

    @Bean
    PostgresListener postgresListener(
            DataSource dataSource,
            EventSignal signal,
            @Qualifier("routerSignal") UnhurriedSignal routerSignal,
            EventTail tail,
            ObjectProvider<ChangeListener> listeners) {
        var changes = listeners.stream().toList();
        return new PostgresListener(
                dataSource,
                processId,
                LOOK_AGAIN,
                changed -> {
                    changed.forEach(aggregate -> changes.forEach(listener -> listener.changed(aggregate)));
                    tail.lookAt(changed);
                    routerSignal.hurry();
                    signal.raise();
                },
                () -> {
                    tail.lookAgain();
                    signal.raise();
                });
    }

    @Bean
    AppendWatch appendWatch(
            EventStore eventStore,
            EventTail tail,
            EventSignal signal,
            PostgresNotifier notifier,
            ObjectProvider<AppendListener> listeners) {
        return new AppendWatch(
                eventStore, tail, signal, notifier, listeners.stream().toList());
    }

    @Bean
    EventHistory eventHistory(JdbcTemplate jdbc, @Qualifier("eventSerializer") Serializer serializer) {
        return new EventHistory(jdbc, serializer);
    }

    @Bean
    LastEvents lastEvents(JdbcTemplate jdbc) {
        return new LastEvents(jdbc);
    }

    @Bean
    DeadLetters deadLetters(JdbcTemplate jdbc) {
        return new DeadLetters(jdbc);
    }

    @Bean
    EventFeed eventFeed(StorageEngine engine) {
        return new EventFeed(engine);
    }

    @Bean
    Timeline timeline(JdbcTemplate jdbc, Clock clock) {
        return new Timeline(jdbc, clock);
    }

    @Bean
    EventTail eventTail(EventHistory history) {
        return new EventTail(history);
    }

    @Bean
    PayloadStore payloadStore(JdbcTemplate jdbc) {
        return new PayloadStore(jdbc);
    }

    /** Read only where calls are sent or reports taken in. */
    @Bean
    @Lazy
    Receipts receipts(JdbcTemplate jdbc, SchemaMigration migrated) {
        return new Receipts(jdbc);
    }

    @Bean
    PayloadErasure payloadErasure(JdbcTemplate jdbc, PayloadStore payloads) {
        return new PayloadErasure(jdbc, payloads);
    }

    @Bean
    PayloadPartitions payloadPartitions(JdbcTemplate jdbc, Clock clock, SchemaMigration migrated) {
        return new PayloadPartitions(jdbc, clock);
    }

    /** Days of payloads that are kept, as a duration; 0 keeps them for good. */
    @Bean
    PayloadRetention payloadRetention(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Clock clock,
            @Value("${cloudfunc.payloads.keep:0s}") Duration keep) {
        return new PayloadRetention(jdbc, new TransactionTemplate(transactions), clock, keep);
    }

    @Bean
    ProcessorLag processorLag(
            JdbcTemplate jdbc, Serializer serializer, Clock clock, EventProcessingConfiguration processing) {
        return new ProcessorLag(jdbc, serializer, clock, new RunningProcessors(processing));
    }

    @Bean
    HealthIndicator databaseHealthIndicator(JdbcTemplate jdbc) {
        return new DatabaseHealthIndicator(jdbc);
    }

    @Bean
    SourceStore sourceStore(JdbcTemplate jdbc) {
        return new SourceStore(jdbc);
    }

    @Bean
    RetrySoon retrySoon(EventProcessingConfiguration processing, TokenStore tokens) {
        return new RetrySoon(processing, tokens);
    }

    /** Pooled processors that are woken, start at the first event ever, and stop at an error instead of going on. */
    @Bean
    ConfigurerModule streamingProcessors(
            @Qualifier("eventsSoon") StreamableMessageSource<TrackedEventMessage<?>> source) {
        return configurer -> configurer
                .eventProcessing()
                .usingPooledStreamingEventProcessors()
                .configureDefaultStreamableMessageSource(configuration -> source)
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(configuration -> new ThrowExceptionsOnly())
                .registerPooledStreamingEventProcessorConfiguration((configuration, processor) -> processor
                        .initialSegmentCount(1)
                        .batchSize(EVENTS_PER_TRANSACTION)
                        .tokenClaimInterval(1_000)
                        .initialToken(events -> events.createTailToken()));
    }
}
