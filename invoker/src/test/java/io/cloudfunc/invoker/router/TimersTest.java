package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.cloudfunc.store.TestPostgres;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.ScopeAware;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A timer that cannot be cancelled does not keep its unit of work from committing, and one that fails fires again. */
class TimersTest {

    private static final String NAME = "expiry";

    private JdbcTemplate jdbc;
    private TransactionManager transactions;
    private DeadlineManager timers;
    private Scheduler scheduler;
    private final AtomicInteger firings = new AtomicInteger();

    /** Nothing fires by itself unless the scheduler is started. */
    @BeforeEach
    void open() {
        var database = TestPostgres.pooled();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/router")
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
        transactions = new SpringTransactionManager(new JdbcTransactionManager(database));
        var manager = new AtomicReference<DbSchedulerDeadlineManager>();
        scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(database), Timers.task(manager::get))
                .pollingInterval(Duration.ofMillis(100))
                .build();
        var made = new Timers(DbSchedulerDeadlineManager.builder()
                .scheduler(scheduler)
                .scopeAwareProvider(scope -> fired())
                .serializer(Jackson3Serializer.builder().build())
                .transactionManager(transactions));
        manager.set(made);
        timers = made;
    }

    @Test
    void cancels_a_timer_that_waits() {
        var id = scheduled();

        commit(own -> own.cancelSchedule(NAME, id));

        assertThat(jdbc.queryForList("select 1 from scheduled_tasks")).isEmpty();
    }

    @Test
    void leaves_a_timer_alone_that_a_process_was_firing_when_it_died() {
        var id = scheduled();
        jdbc.update("update scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat = now()");

        assertThatCode(() -> commit(own -> own.cancelSchedule(NAME, id))).doesNotThrowAnyException();

        assertThat(jdbc.queryForList("select 1 from scheduled_tasks where picked"))
                .hasSize(1);
    }

    @Test
    void does_not_mind_a_timer_that_has_fired() {
        var id = scheduled();
        jdbc.update("delete from scheduled_tasks");

        assertThatCode(() -> commit(own -> own.cancelSchedule(NAME, id))).doesNotThrowAnyException();
    }

    @Test
    void fires_again_soon_after_it_failed() {
        commit(own -> own.schedule(Duration.ZERO, NAME, "payload", new Anywhere()));

        scheduler.start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> firings.get() >= 2);
        } finally {
            scheduler.stop();
        }
    }

    /** What it needs is away the first time. */
    private Stream<ScopeAware> fired() {
        if (firings.incrementAndGet() == 1) {
            throw new IllegalStateException("away");
        }
        return Stream.empty();
    }

    private String scheduled() {
        var id = new AtomicReference<String>();
        commit(own -> id.set(own.schedule(Duration.ofHours(1), NAME, "payload", new Anywhere())));
        return id.get();
    }

    private void commit(Consumer<DeadlineManager> change) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(new GenericMessage<>("an event"));
        unitOfWork.attachTransaction(transactions);
        var result = unitOfWork.executeWithResult(() -> {
            change.accept(timers);
            return null;
        });
        if (result.isExceptional()) {
            throw new IllegalStateException(result.exceptionResult());
        }
    }

    /** Where a timer would fire. */
    record Anywhere() implements ScopeDescriptor {
        @Override
        public String scopeDescription() {
            return "anywhere";
        }
    }
}
