package io.cloudfunc.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.store.Fact;
import io.cloudfunc.store.LoopbackProxy;
import io.cloudfunc.store.TestPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What readers are told while the database cannot be reached. */
@SpringBootTest(classes = QuerySideApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class DatabaseOutageIT {

    private static final String JDBC = "jdbc:";
    private static final URI POSTGRES = URI.create(TestPostgres.url().substring(JDBC.length()));
    private static final LoopbackProxy DATABASE = LoopbackProxy.before(POSTGRES.getHost(), POSTGRES.getPort());

    @Autowired
    EventStore events;

    @Autowired
    TransactionManager transactions;

    @LocalServerPort
    int port;

    private Reader reader;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var throughProxy = POSTGRES.toString()
                .replace(POSTGRES.getHost() + ":" + POSTGRES.getPort(), "127.0.0.1:" + DATABASE.port());
        properties.add("spring.datasource.url", () -> JDBC + throughProxy);
    }

    @BeforeEach
    void awaitReadiness() {
        reader = new Reader(port);
        eventually().untilAsserted(() -> assertThat(status("/readyz")).isEqualTo(200));
    }

    @AfterEach
    void comeBack() {
        DATABASE.comeBack();
        DATABASE.thaw();
    }

    @Test
    void every_read_is_answered_503_with_when_to_try_again_and_reads_go_on_when_it_is_back() {
        var id = Facts.invocation();
        append("Invocation", id, Facts.requested(id, "hello", 0));
        append("Function", "hello", Facts.deployed("hello", 1, 1, 0));
        var paths = List.of(
                "/v1/functions",
                "/v1/functions/hello",
                "/v1/functions/hello/events",
                "/v1/invocations",
                "/v1/invocations/" + id,
                "/v1/invocations/" + id + "?wait=1",
                "/v1/invocations/" + id + "/output",
                "/v1/containers");

        DATABASE.goAway();

        paths.parallelStream().forEach(path -> {
            var problem = reader.problem(path, 503, "unavailable");
            assertThat(problem.path("detail").asString()).contains("database");
            assertThat(Reader.header(reader.get(path), "Retry-After")).isNotEmpty();
        });
        DATABASE.comeBack();
        eventually()
                .untilAsserted(() -> assertThat(status("/v1/functions/hello")).isEqualTo(200));
        append("Function", "later", Facts.deployed("later", 1, 1, 0));
        eventually().until(() -> reader.all("/v1/functions", "name").contains("later"));
    }

    @Test
    void is_alive_and_not_ready() {
        DATABASE.goAway();

        eventually().untilAsserted(() -> assertThat(status("/readyz")).isEqualTo(503));
        assertThat(status("/livez")).isEqualTo(200);
        var components = Reader.json(reader.get("/readyz")).path("components");
        assertThat(components.at("/database/status").asString()).isEqualTo("DOWN");
        assertThat(components.at("/projections/status").asString()).isEqualTo("DOWN");

        DATABASE.comeBack();
        eventually().untilAsserted(() -> assertThat(status("/readyz")).isEqualTo(200));
    }

    @Test
    void a_database_that_takes_questions_and_answers_none_hangs_nobody() {
        DATABASE.freeze();

        reader.problem("/v1/functions", 503, "unavailable");

        DATABASE.thaw();
        eventually().untilAsserted(() -> assertThat(status("/v1/functions")).isEqualTo(200));
    }

    private int status(String path) {
        return reader.get(path).statusCode();
    }

    private void append(String type, Object aggregate, Object event) {
        new Appender(events, transactions).append(List.of(new Fact(type, aggregate.toString(), 0, event)));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(120));
    }
}
