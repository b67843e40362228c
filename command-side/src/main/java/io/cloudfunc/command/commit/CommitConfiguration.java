package io.cloudfunc.command.commit;

import io.cloudfunc.store.ChangeListener;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.SchemaPart;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.correlation.MultiCorrelationDataProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class CommitConfiguration {

    /** A batch of 50 commits six times as many commands a second as one by one; more gains little and delays answers. */
    private static final int MOST_ORDERS = 64;

    /** So that calls that came together are stored in few commits; those that come alone seldom find as many before them. */
    private static final int MOST_CALLS = 256;

    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

    @Bean
    SchemaPart commandSchema() {
        return new SchemaPart("command");
    }

    /** Beside an event stand its command, what that was caused by, and who ordered it. */
    @Bean
    CorrelationDataProvider causes() {
        return new MultiCorrelationDataProvider<>(
                List.of(new MessageOriginProvider(), new SimpleCorrelationDataProvider(CallerMetadata.CALLER)));
    }

    @Bean
    ConfigurerModule callers() {
        return configurer -> configurer.onInitialize(configuration -> configuration.onStart(
                Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS,
                () -> configuration.commandBus().registerDispatchInterceptor(new CallerMetadata())));
    }

    @Bean
    CommandTargetResolver commandTargets() {
        return new CommandTargets();
    }

    @Bean
    Claims claims(JdbcTemplate jdbc) {
        return new Claims(jdbc);
    }

    @Bean
    ClaimExpiry claimExpiry(Claims claims, Clock clock) {
        return new ClaimExpiry(claims, clock);
    }

    @Bean
    OrderBatch orderBatch(CommandBus commands, PayloadStore payloads, Claims claims, TransactionManager transactions) {
        return new OrderBatch(commands, payloads, claims, transactions);
    }

    /**
     * Calls just accepted, until the next garbage collection: their reports mostly come before. What a commit that failed
     * has touched goes. Another node may have decided about one meanwhile; if that is not yet known here, what is decided
     * here meets the event of that node at the commit, and is decided anew.
     */
    @Bean
    Cache invocationCache() {
        return new WeakReferenceCache();
    }

    /** Or every third report of a call that has two, on two nodes, would be stored at the second try, and by itself. */
    @Bean
    ChangeListener decidedElsewhere(Cache invocationCache) {
        return invocationCache::remove;
    }

    @Bean
    GroupCommit intakeCommit(OrderBatch batch) {
        return new GroupCommit(batch, "intake-commit", 2, MOST_CALLS, PATIENCE_AT_STOP);
    }

    /** One committer, so that two reports of one invocation never race each other. */
    @Bean
    GroupCommit reportCommit(OrderBatch batch) {
        return new GroupCommit(batch, "report-commit", 1, MOST_ORDERS, PATIENCE_AT_STOP);
    }
}
