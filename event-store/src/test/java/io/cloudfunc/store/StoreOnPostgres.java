package io.cloudfunc.store;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The store's parts on an empty database, put together by hand. */
public final class StoreOnPostgres {

    public final DataSource dataSource;
    public final JdbcTemplate jdbc;
    final TransactionManager transactions;
    final Serializer serializer = Jackson3Serializer.builder().build();
    final StorageEngine engine;

    public StoreOnPostgres() {
        this(TestPostgres.pooled());
    }

    StoreOnPostgres(DataSource dataSource) {
        this.dataSource = dataSource;
        jdbc = new JdbcTemplate(dataSource);
        transactions =
                new OneTripTransactions(new SpringTransactionManager(new JdbcTransactionManager(dataSource)), jdbc);
        engine = StorageEngine.on(
                new SpringDataSourceConnectionProvider(dataSource),
                transactions,
                new DuplicateKeys(),
                serializer,
                NoOpEventUpcaster.INSTANCE);
        new SchemaMigration(dataSource, List.of(new SchemaPart("store")));
    }

    static FunctionRemoved removed(String function, int life) {
        return new FunctionRemoved(new FunctionName(function), life, Instant.EPOCH);
    }

    /** Appends as many events of the function, in one transaction; their lives are 0, 1 and so on. */
    public void append(String function, int events) {
        append(function, 0, events);
    }

    public void append(String function, int firstLife, int events) {
        transactions.executeInTransaction(() -> engine.appendEvents(IntStream.range(firstLife, firstLife + events)
                .mapToObj(life -> new GenericDomainEventMessage<>("Function", function, life, removed(function, life)))
                .toList()));
    }

    /** Takes positions that will never hold an event, as an append does that is rolled back. */
    public void losePositions(int count) {
        jdbc.execute(
                "select nextval(pg_get_serial_sequence('domain_event', 'global_index')) from generate_series(1, %d)"
                        .formatted(count));
    }
}
