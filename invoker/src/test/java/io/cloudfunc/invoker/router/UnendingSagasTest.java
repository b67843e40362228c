package io.cloudfunc.invoker.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.store.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValuesImpl;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class UnendingSagasTest {

    private static final AssociationValue HELLO = new AssociationValue("lifeKey", "hello/1");

    private JdbcTemplate jdbc;
    private UnendingSagas sagas;

    private final List<InvokerSaga> stored = new ArrayList<>();

    @BeforeEach
    void open() {
        var database = TestPostgres.pooled();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/router")
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
        sagas = new UnendingSagas(
                database::getConnection, Jackson3Serializer.builder().build(), RouterRole.sagaSchema(), stored::add);
    }

    @Test
    void tells_what_a_saga_stores() {
        begin("hello/1", "saga-1");
        var saga = new InvokerSaga();

        sagas.updateSaga(InvokerSaga.class, "saga-1", saga, new AssociationValuesImpl());

        assertThat(stored).containsExactly(saga);
    }

    @Test
    void loads_a_saga_with_the_association_to_its_function_life() {
        var state = """
                {"function":"hello","life":1,"capacity":4,"waiting":0,"removed":false,
                 "preparing":{},"containers":{},"inFlight":{}}
                """;
        jdbc.update(
                "insert into saga (saga_id, saga_type, revision, serialized) values ('saga-1', ?, null, ?)",
                InvokerSaga.class.getName(),
                state.getBytes(UTF_8));

        var loaded = sagas.loadSaga(InvokerSaga.class, "saga-1");

        assertThat(loaded.associationValues()).containsExactly(new AssociationValue("lifeKey", "hello~1"));
        assertThat(loaded.saga().lifeKey()).isEqualTo("hello~1");
        assertThat(sagas.loadSaga(InvokerSaga.class, "saga-2")).isNull();
    }

    @Test
    void asks_once_for_a_saga_that_is_there() {
        begin("hello/1", "saga-1");
        assertThat(sagas.findSagas(InvokerSaga.class, HELLO)).containsExactly("saga-1");

        jdbc.update("delete from saga_association");

        assertThat(sagas.findSagas(InvokerSaga.class, HELLO)).containsExactly("saga-1");
    }

    @Test
    void asks_again_for_one_that_was_not_there_yet() {
        assertThat(sagas.findSagas(InvokerSaga.class, HELLO)).isEmpty();

        begin("hello/1", "saga-1");

        assertThat(sagas.findSagas(InvokerSaga.class, HELLO)).containsExactly("saga-1");
    }

    @Test
    void asks_again_after_one_was_lost_in_a_crash() {
        begin("hello/1", "saga-1");
        assertThat(sagas.findSagas(InvokerSaga.class, HELLO)).containsExactly("saga-1");
        jdbc.update("delete from saga_association");

        assertThat(sagas.loadSaga(InvokerSaga.class, "saga-1")).isNull();
        begin("hello/1", "saga-2");

        assertThat(sagas.findSagas(InvokerSaga.class, HELLO)).containsExactly("saga-2");
    }

    private void begin(String life, String saga) {
        jdbc.update(
                "insert into saga_association (association_key, association_value, saga_type, saga_id) values (?, ?, ?, ?)",
                HELLO.getKey(),
                life,
                InvokerSaga.class.getName(),
                saga);
    }
}
