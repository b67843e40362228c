package io.cloudfunc.invoker.worker;

import com.fasterxml.uuid.Generators;
import com.sun.management.OperatingSystemMXBean;
import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.report.DirectReports;
import io.cloudfunc.api.wire.PayloadQuestion;
import io.cloudfunc.invoker.broker.BrokerConfiguration;
import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerTopology;
import io.cloudfunc.invoker.broker.ConfirmedPublisher;
import io.cloudfunc.invoker.broker.RabbitPublisher;
import io.cloudfunc.invoker.broker.SlotConsumer;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.docker.DockerEngine;
import io.cloudfunc.invoker.docker.DockerSettings;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.pool.Limits;
import io.cloudfunc.invoker.pool.WarmPool;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.api.trace.Tracer;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The worker as a part of an application: broker and container engine, but never a database. */
@Configuration(proxyBeanMethods = false)
@Import(BrokerConfiguration.class)
@EnableConfigurationProperties({Installation.class, WorkerSettings.class})
public class WorkerRole {

    private static final String DEFAULT_ENGINE = "unix:///var/run/docker.sock";

    /** Orders are quick: what they set off runs in the background. */
    private static final int ORDERS_AT_ONCE = 2;

    /** The part of all slots that calls for its idle containers may have, which are sent to this worker alone. */
    private static final int SHARE_OF_OWN_CALLS = 4;

    /** Large bodies asked for at a time, twice as many as a command side answers at once. */
    private static final int PAYLOADS_AT_ONCE = 8;

    /** The engine has more work with a container that goes than with a call; so long its caller gets the answer first. */
    private static final Duration ANSWERS_FIRST = Duration.ofMillis(25);

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
    WorkerId workerId(WorkerSettings settings, Installation installation, IdSource ids) {
        return settings.id() != null ? settings.id() : new WorkerIdFile(installation.ofWorker(), ids).read();
    }

    @Bean
    @ConditionalOnMissingBean
    ContainerEngine containerEngine(
            WorkerSettings settings, Installation installation, WorkerId worker, Clock clock, Environment environment) {
        var socket = Optional.ofNullable(settings.engine())
                .orElseGet(() -> environment.getProperty("DOCKER_HOST", DEFAULT_ENGINE));
        return DockerEngine.open(
                DockerSettings.of(
                        socket,
                        installation.installation(),
                        worker,
                        installation.relay(),
                        installation.ofWorker().resolve("made-ahead")),
                clock);
    }

    @Bean
    HealthIndicator engineHealthIndicator(ContainerEngine engine) {
        return () -> engine.isReachable()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "the container engine does not answer")
                        .build();
    }

    @Bean
    MadeAhead madeAhead(WarmPool pool, WorkerSettings settings) {
        return new MadeAhead(pool, settings.spares());
    }

    @Bean
    MeterBinder workerMeters(WarmPool pool) {
        return new PoolMeters(pool);
    }

    @Bean
    TimerThread workerTimer() {
        return new TimerThread();
    }

    @Bean
    Assignment assignment(BrokerTopology topology, WorkerSettings settings) {
        return new Assignment(topology.names(), Namespace.allOf(settings.namespaces()));
    }

    @Bean
    Reports workerReports(
            ConfirmedPublisher publisher,
            WireJson json,
            Assignment assignment,
            TimerThread timer,
            ObjectProvider<DirectReports> direct) {
        return new Reports(publisher, json, assignment, timer, direct.getIfAvailable());
    }

    @Bean
    WarmPool warmPool(
            ContainerEngine engine,
            @Qualifier("secretQuestions") RabbitQuestions secrets,
            WorkerId worker,
            WorkerSettings settings,
            Reports reports,
            TimerThread timer,
            Clock clock) {
        var limits = new Limits(
                settings.memoryMiB(memoryOfMachine()),
                settings.startsAtOnce(Runtime.getRuntime().availableProcessors()),
                settings.spares(),
                settings.preparedSandboxes());
        var removals = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("removal-", 0).factory());
        return new WarmPool(
                new SecretsFilledIn(engine, new RabbitSecretValues(secrets)),
                worker,
                limits,
                settings.readyLimit(),
                clock,
                reports::send,
                removal -> timer.in(ANSWERS_FIRST, () -> removals.execute(removal)));
    }

    @Bean
    RabbitQuestions secretQuestions(BrokerConnections connections, Assignment assignment) {
        return new RabbitQuestions(
                connections,
                assignment,
                assignment.names().secrets(),
                RabbitSecretValues.QUESTIONS,
                Integer.MAX_VALUE,
                () -> false);
    }

    @Bean
    RabbitQuestions sourceQuestions(BrokerConnections connections, Assignment assignment) {
        return new RabbitQuestions(connections, assignment, assignment.names().sources());
    }

    @Bean
    RabbitQuestions payloadQuestions(BrokerConnections connections, Assignment assignment) {
        return new RabbitQuestions(
                connections,
                assignment,
                assignment.names().payloads(),
                RabbitQuestions.QUESTIONS,
                PAYLOADS_AT_ONCE,
                () -> false);
    }

    @Bean
    SourceDirectories sourceDirectories(
            Installation installation, @Qualifier("sourceQuestions") RabbitQuestions questions) {
        return new SourceDirectories(installation.ofWorker().resolve("code"), new RabbitSourceArchives(questions));
    }

    @Bean
    Belongings belongings(Installation installation, SourceDirectories sources, ContainerEngine engine) {
        return new Belongings(installation.ofWorker().resolve("lives"), sources, engine);
    }

    @Bean
    RabbitQuestions claimQuestions(BrokerConnections connections, Assignment assignment, WarmPool pool) {
        return new RabbitQuestions(
                connections,
                assignment,
                assignment.names().claims(),
                RabbitAttemptClaims.QUESTIONS,
                Integer.MAX_VALUE,
                pool::isClosed);
    }

    @Bean
    RevisionCode revisionCode(
            ContainerEngine engine, SourceDirectories sources, Belongings belongings, WorkerSettings settings) {
        return new RevisionCode(engine, sources, settings.images(), belongings);
    }

    @Bean
    Cancellations cancellations() {
        return new Cancellations();
    }

    @Bean
    ExecutionWorker executionWorker(
            WorkerId worker,
            ContainerEngine engine,
            WarmPool pool,
            RevisionCode code,
            Reports reports,
            Outcomes outcomes,
            @Qualifier("claimQuestions") RabbitQuestions claims,
            Cancellations cancellations,
            TimerThread timer,
            ObjectProvider<Tracer> tracer,
            WireJson json,
            IdSource ids,
            Clock clock) {
        var attempts = new RabbitAttemptClaims(claims, json);
        var collected = tracer.getIfAvailable();
        var traces = collected == null ? CallTraces.NONE : new OpenTelemetryTraces(collected);
        return new ExecutionWorker(
                worker, engine, pool, code, reports, outcomes, attempts, cancellations, timer, traces, ids, clock);
    }

    @Bean
    Outcomes outcomes(IdSource ids) {
        return new Outcomes(ids);
    }

    @Bean
    DirectLane directLane(ExecutionWorker executions) {
        return new DirectLane(executions);
    }

    @Bean
    TaskHandler taskHandler(
            WorkerId worker,
            ContainerEngine engine,
            WarmPool pool,
            RevisionCode code,
            @Qualifier("payloadQuestions") RabbitQuestions payloads,
            Reports reports,
            Outcomes outcomes,
            ExecutionWorker executions,
            WireJson json,
            Clock clock) {
        return new TaskHandler(
                json,
                call -> payloads.ask(json.write(PayloadQuestion.of(call))),
                executions,
                new Preparation(worker, engine, pool, code, reports, outcomes, clock));
    }

    @Bean
    WorkerLifecycle workerLifecycle(
            WorkerId worker,
            ContainerEngine engine,
            WarmPool pool,
            Reports reports,
            TaskHandler handler,
            DirectLane lane,
            Cancellations cancellations,
            Belongings belongings,
            BrokerConnections connections,
            Assignment assignment,
            RabbitPublisher publisher,
            WireJson json,
            WorkerSettings settings,
            IdSource ids,
            Clock clock) {
        var names = assignment.names();
        var queues = assignment.tasks();
        var mostOwn = Math.max(1, settings.mostSlots() / SHARE_OF_OWN_CALLS);
        var mostSlots = Math.max(1, (settings.mostSlots() - mostOwn) / queues.size());
        var slots = Math.clamp(settings.slots() / queues.size(), 1, mostSlots);
        var orders = new ControlHandler(json, worker, pool, engine, reports, cancellations, belongings, clock);
        return new WorkerLifecycle(
                engine,
                pool,
                new Reaper(engine, worker, pool, reports, clock),
                new EngineWarmUp(engine, settings.images().python()),
                belongings,
                reports,
                new SlotConsumer(connections, names.controlOf(worker), ORDERS_AT_ONCE, orders),
                queues.stream()
                        .map(queue -> new SlotConsumer(
                                connections,
                                queue,
                                slots,
                                mostSlots,
                                settings.weightOfCall(memoryOfMachine()),
                                handler))
                        .toList(),
                new OwnCalls(
                        connections, publisher, json, assignment, worker, mostOwn, handler, engine::isReachable, ids),
                lane,
                settings.drainLimit());
    }

    private static long memoryOfMachine() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
