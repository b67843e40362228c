package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.BrokerProxy;
import io.cloudfunc.invoker.broker.TestBroker;
import io.cloudfunc.store.TestPostgres;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RabbitIncarnationsIT {

    private final TestBroker broker = new TestBroker();
    private final BrokerProxy proxy = new BrokerProxy();
    private final RabbitAdmin admin = new RabbitAdmin(broker.connectionFactory());
    private final DataSource database = TestPostgres.pooled();
    private final BrokerConnections connections = broker.connections(proxy.uri());

    @BeforeEach
    void schema() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/router")
                .load()
                .migrate();
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        proxy.close();
        broker.close();
    }

    @Test
    void keeps_its_name_when_a_connection_is_made_again() {
        var incarnations = incarnations(connections);
        var before = incarnations.current();

        proxy.goAway();
        proxy.comeBack();

        assertThat(after(incarnations)).isEqualTo(before);
        forget(before);
    }

    @Test
    void has_a_new_name_when_the_broker_comes_back_without_its_data() {
        var incarnations = incarnations(connections);
        var before = incarnations.current();

        proxy.goAway();
        forget(before);
        proxy.comeBack();

        var after = await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(incarnations::current, name -> !name.equals(before));
        forget(after);
    }

    @Test
    void keeps_its_name_when_the_broker_refuses_for_another_reason_than_that_it_knows_no_such_queue() throws Exception {
        var incarnations = incarnations(connections);
        var before = incarnations.current();
        forget(before);
        try (var other = broker.connections()) {
            var locked = new RabbitTemplate(other.publishing());
            locked.execute(
                    channel -> channel.queueDeclare(broker.names().incarnation(before), false, true, true, Map.of()));

            incarnations.onCreate(null);
            assertThatThrownBy(incarnations::current).hasStackTraceContaining("RESOURCE_LOCKED");
            assertThat(new JdbcTemplate(database)
                            .queryForObject("select name::text from router_incarnation", String.class))
                    .isEqualTo(before);
        }
    }

    @Test
    void is_the_same_for_all_routers() {
        try (var others = broker.connections()) {
            var name = incarnations(connections).current();

            assertThat(incarnations(others).current()).isEqualTo(name);
            forget(name);
        }
    }

    private RabbitIncarnations incarnations(BrokerConnections connections) {
        var incarnations = new RabbitIncarnations(
                new RabbitTemplate(connections.publishing()),
                broker.names(),
                new JdbcTemplate(database),
                new TransactionTemplate(new JdbcTransactionManager(database)));
        connections.publishing().addConnectionListener(incarnations);
        return incarnations;
    }

    /** Once the loss of the connection was noticed. */
    private String after(RabbitIncarnations incarnations) {
        await().atMost(Duration.ofSeconds(20)).until(connections::isReachable);
        return await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(incarnations::current, name -> true);
    }

    private void forget(String name) {
        admin.deleteQueue(broker.names().incarnation(name));
    }
}
