package io.cloudfunc.command.commit;

import io.cloudfunc.store.PayloadStore;
import java.time.Duration;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CommitConfiguration {

    /** A batch of 50 commits six times as many commands a second as one by one; more gains little and delays answers. */
    private static final int MOST_ORDERS = 64;

    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

    @Bean
    OrderBatch orderBatch(CommandBus commands, PayloadStore payloads, TransactionManager transactions) {
        return new OrderBatch(commands, payloads, transactions);
    }

    @Bean
    GroupCommit intakeCommit(OrderBatch batch) {
        return new GroupCommit(batch, "intake-commit", 2, MOST_ORDERS, PATIENCE_AT_STOP);
    }

    /** One committer, so that two reports of one invocation never race each other. */
    @Bean
    GroupCommit reportCommit(OrderBatch batch) {
        return new GroupCommit(batch, "report-commit", 1, MOST_ORDERS, PATIENCE_AT_STOP);
    }
}
