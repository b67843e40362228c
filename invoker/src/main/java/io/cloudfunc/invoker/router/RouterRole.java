package io.cloudfunc.invoker.router;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.invoker.broker.BrokerConfiguration;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerTopology;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.worker.DirectCalls;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.EventStoreConfiguration;
import io.cloudfunc.store.FollowersTokenStore;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.ProcessorLag;
import io.cloudfunc.store.Receipts;
import io.cloudfunc.store.SchemaPart;
import io.cloudfunc.store.UnhurriedSignal;
import io.cloudfunc.store.trail.Imported;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurationScopeAwareProvider;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerBinaryDeadlineDetails;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.ResourceInjector;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.AutowiredAnnotationBeanPostProcessor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The router as a part of an application: event store and broker, but no engine. */
@org.springframework.context.annotation.Configuration
@ComponentScan
@Import({EventStoreConfiguration.class, BrokerConfiguration.class})
public class RouterRole {

    private static final String PROCESSOR = "router";

    /** Age of an event that waits to be routed, beyond which the router does not count as ready. */
    private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

    /** By how much the clocks of two nodes may differ. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    /** How late a timer may fire. */
    private static final Duration LOOK_FOR_DUE_TIMERS = Duration.ofMillis(200);

    /** A timer that a process was firing when it died is fired again after four of them were missed. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final int MISSED_HEARTBEATS = 4;

    /**
     * What Axon reads in one go, and what comes in half a second at 1,000 calls a second, of each of which two events are
     * handled: for each transaction the sagas of all functions that were called are loaded and stored once. What they have
     * a saga send waits for the last of them.
     */
    private static final int EVENTS_PER_TRANSACTION = 1_024;

    /** What came in half a second at 600 calls a second is read with 5 ms of CPU; views have read most of it before. */
    private static final Duration LONGEST_READING = Duration.ofMillis(25);

    @Bean
    SchemaPart routerSchema() {
        return new SchemaPart("router");
    }

    @Bean
    Backlog backlog(JdbcTemplate jdbc, JsonMapper json) {
        return new JdbcBacklog(jdbc, json);
    }

    @Bean
    Revisions revisions(JdbcTemplate jdbc, JsonMapper json) {
        return new JdbcRevisions(jdbc, json);
    }

    @Bean
    Dispatches dispatches(
            ConfirmedPublisher publisher,
            BrokerTopology topology,
            WireJson json,
            PayloadStore payloads,
            Receipts receipts,
            Tasks tasks,
            FastPath fastPath,
            RabbitWorkers workers,
            Clock clock) {
        return new RabbitDispatches(
                publisher, topology.names(), json, payloads, receipts, tasks, fastPath, workers, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    RabbitWorkers workers(
            BrokerConnections connections,
            BrokerTopology topology,
            ConfirmedPublisher publisher,
            WireJson json,
            Clock clock) {
        return new RabbitWorkers(connections, topology, publisher, json, clock);
    }

    /** A saga that was loaded is no bean; where the context was prepared, nothing else would look for what its fields need. */
    @Bean
    ResourceInjector sagaResources(ConfigurableListableBeanFactory beans) {
        var injection = new AutowiredAnnotationBeanPostProcessor();
        injection.setBeanFactory(beans);
        return injection::processInjection;
    }

    @Bean
    Tasks tasks(Receipts receipts, Clock clock) {
        return new Tasks(receipts, clock);
    }

    @Bean
    LaneElsewhere laneElsewhere(RabbitWorkers workers, WireJson json, ObjectProvider<WorkerId> here, Clock clock) {
        return new LaneElsewhere(workers::latelyCallsOf, workers::sendOrFail, json, here.getIfAvailable(), clock);
    }

    @Bean
    WaitingLives waitingLives() {
        return new WaitingLives();
    }

    /** Without a command side in this process it hears of no call. */
    @Bean
    FastPath fastPath(
            FollowersTokenStore tokens,
            ObjectProvider<EventProcessingConfiguration> processing,
            JdbcTemplate jdbc,
            ObjectProvider<WorkerId> here,
            ObjectProvider<DirectCalls> worker,
            LaneElsewhere elsewhere,
            WaitingLives waitingLives,
            Tasks tasks,
            Revisions revisions,
            PayloadStore payloads,
            @Qualifier("routerSignal") UnhurriedSignal signal) {
        var self = FastPath.newProcess(tokens.nodeId());
        var lanes = new ArrayList<Lane>();
        lanes.add(elsewhere);
        worker.ifAvailable(calls -> {
            var lane = new LaneHere(self, here.getObject(), calls);
            lanes.addFirst(lane);
            lanes.addLast(lane.soon(waitingLives));
        });
        return new FastPath(
                () -> tokens.claimedAt(PROCESSOR)
                        .map(claimed -> claimed.plus(CLOCKS_APART))
                        .orElse(Instant.MAX),
                self,
                () -> routesAll(processing.getObject()),
                node -> isRouter(jdbc, node),
                lanes,
                (call, revision) -> tasks.of(call, revision, false),
                revisions::known,
                payloads::justStored,
                waitingLives,
                signal::hurry,
                signal::wake);
    }

    private static boolean routesAll(EventProcessingConfiguration processing) {
        return processing.<StreamingEventProcessor>eventProcessor(PROCESSOR, StreamingEventProcessor.class).stream()
                .flatMap(router -> router.processingStatus().values().stream())
                .anyMatch(status -> status.getSegment().getMask() == 0 && !status.isErrorState());
    }

    private static boolean isRouter(JdbcTemplate jdbc, String node) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from processor_token where processor_name = ? and owner = ?)",
                Boolean.class,
                PROCESSOR,
                node));
    }

    @Bean
    AcceptedCalls acceptedCalls(EventHistory history) {
        return invocation -> (InvocationRequested)
                history.of(invocation.toString()).getFirst().event();
    }

    @Bean
    RabbitIncarnations incarnations(
            BrokerConnections connections,
            BrokerTopology topology,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        var apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        var incarnations =
                new RabbitIncarnations(new RabbitTemplate(connections.publishing()), topology.names(), jdbc, apart);
        connections.publishing().addConnectionListener(incarnations);
        return incarnations;
    }

    /** Loads exclusively: timers run on any node, beside the segment that handles the saga's events. */
    @Bean
    SagaStore<Object> sagaStore(
            ConnectionProvider connections, Serializer serializer, LaneElsewhere elsewhere, WaitingLives waitingLives) {
        return new UnendingSagas(connections, serializer, sagaSchema(), saga -> saga.tell(elsewhere, waitingLives));
    }

    static PostgresSagaSqlSchema sagaSchema() {
        var schema = new PostgresSagaSqlSchema(SagaSchema.builder()
                .sagaEntryTable("saga")
                .revisionColumn("revision")
                .serializedSagaColumn("serialized")
                .associationValueEntryTable("saga_association")
                .associationKeyColumn("association_key")
                .associationValueColumn("association_value")
                .sagaIdColumn("saga_id")
                .sagaTypeColumn("saga_type")
                .build());
        schema.setExclusiveLoad(true);
        return schema;
    }

    @Bean
    Task<DbSchedulerBinaryDeadlineDetails> deadlineTask(ObjectProvider<DbSchedulerDeadlineManager> deadlines) {
        return Timers.task(deadlines::getObject);
    }

    @Bean(destroyMethod = "stop")
    Scheduler scheduler(DataSource dataSource, Task<DbSchedulerBinaryDeadlineDetails> deadlineTask) {
        return Scheduler.create(new TransactionAwareDataSourceProxy(dataSource), deadlineTask)
                .threads(4)
                .pollingInterval(LOOK_FOR_DUE_TIMERS)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .build();
    }

    @Bean
    DeadlineManager deadlineManager(
            Scheduler scheduler,
            Configuration configuration,
            @Qualifier("eventSerializer") Serializer serializer,
            TransactionManager transactions) {
        return new Timers(DbSchedulerDeadlineManager.builder()
                .scheduler(scheduler)
                .scopeAwareProvider(new ConfigurationScopeAwareProvider(configuration))
                .serializer(serializer)
                .transactionManager(transactions));
    }

    @Bean
    HealthIndicator routerHealthIndicator(ProcessorLag lag) {
        return () -> readiness(lag.of(PROCESSOR));
    }

    private static Health readiness(Duration lag) {
        return (lag.compareTo(LONGEST_LAG) > 0 ? Health.down() : Health.up())
                .withDetail("lag", lag.toString())
                .build();
    }

    @Bean
    MeterBinder routerMeters(JdbcTemplate jdbc, ProcessorLag lag, Clock clock) {
        return new RouterMeters(jdbc, lag, PROCESSOR, clock);
    }

    /** Calls wait for it, but for those that ran before it came. */
    @Bean
    ConfigurerModule routerProcessor(
            @Qualifier("eventsForRouting") StreamableMessageSource<TrackedEventMessage<?>> source) {
        return configurer -> configurer
                .eventProcessing()
                .registerHandlerInterceptor("router", configuration -> Imported.isPassedOver())
                .registerPooledStreamingEventProcessorConfiguration(PROCESSOR, (configuration, processor) -> {
                    var threads = new RouterThreads(LONGEST_READING);
                    var reader = threads.reader(PROCESSOR);
                    var handlers = threads.handlers(PROCESSOR);
                    configuration.onShutdown(reader::shutdown);
                    configuration.onShutdown(handlers::shutdown);
                    return processor
                            .messageSource(source)
                            .batchSize(EVENTS_PER_TRANSACTION)
                            .coordinatorExecutor(reader)
                            .workerExecutor(handlers);
                });
    }
}
