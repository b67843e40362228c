package io.cloudfunc.command.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.command.Calls;
import io.cloudfunc.store.EventFeed;
import io.cloudfunc.store.EventStoreConfiguration;
import io.cloudfunc.store.SchemaPart;
import io.cloudfunc.store.TestPostgres;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Several nodes on one event store; each begins where the latest checkpoint is. */
@SpringBootTest(classes = OpenCallsFollowerTest.Application.class, webEnvironment = WebEnvironment.NONE)
class OpenCallsFollowerTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final DataSize NO_BOUND = DataSize.ofBytes(0);

    @Autowired
    EventStore events;

    @Autowired
    TransactionManager transactions;

    @Autowired
    EventFeed feed;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Serializer serializer;

    @Autowired
    IdSource ids;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        var url = TestPostgres.url();
        properties.add("spring.datasource.url", () -> url);
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate domain_event, open_calls_checkpoint");
    }

    @Test
    void counts_what_another_node_accepted_and_ended() {
        var node = new Node();
        node.follower.start();
        var first = requested(10);
        requested(20);

        node.follower.follow();
        assertThat(node.open.of(HELLO)).isEqualTo(new Load(2, 30));

        ended(first);
        node.follower.follow();
        assertThat(node.open.of(HELLO)).isEqualTo(new Load(1, 20));
    }

    @Test
    void looks_again_before_a_call_is_refused() {
        var node = new Node();
        node.follower.start();
        var first = requested(10);
        requested(20);
        node.follower.follow();
        ended(first);

        node.follower.lookAgain();

        assertThat(node.follower.hasCaughtUp()).isTrue();
        assertThat(node.open.of(HELLO).calls()).isBetween(1, 2);
    }

    @Test
    void knows_after_a_restart_what_was_open() {
        var node = new Node();
        requested(10);
        var ended = requested(20);
        node.follower.start();
        node.follower.stop();
        ended(ended);
        requested(30);

        var restarted = new Node();
        restarted.follower.start();

        assertThat(restarted.follower.hasCaughtUp()).isTrue();
        assertThat(restarted.open.all()).isEqualTo(new Load(2, 40));
    }

    @Test
    void begins_at_the_checkpoint_and_not_at_the_first_event() {
        requested(10);
        var node = new Node();
        node.follower.start();
        node.follower.stop();
        jdbc.execute("truncate domain_event");

        var restarted = new Node();
        restarted.follower.start();

        assertThat(restarted.open.all()).isEqualTo(new Load(1, 10));
    }

    @Test
    void a_node_that_is_behind_does_not_replace_a_later_checkpoint() {
        requested(10);
        var behind = new Node();
        behind.follower.start();
        requested(20);
        var ahead = new Node();
        ahead.follower.start();
        ahead.follower.stop();

        behind.follower.stop();

        assertThat(new Checkpoints(jdbc, serializer, JsonMapper.builder().build())
                        .latest()
                        .open()
                        .get("hello"))
                .hasSize(2);
    }

    @Test
    void an_end_that_this_process_stored_counts_before_it_is_read() {
        var node = new Node();
        node.follower.start();
        var call = requested(10);
        node.follower.follow();

        node.follower.appended(abandoned(call));

        assertThat(node.open.all()).isEqualTo(Load.NONE);
    }

    private InvocationId requested(long bytes) {
        var id = new InvocationId(ids.next());
        var payload = new PayloadRef(ids.next(), "text/plain", bytes, "sha256:00");
        append(0, new InvocationRequested(id, HELLO, 1, 1, payload, Calls.NOON, Calls.NOON, null));
        return id;
    }

    private void ended(InvocationId call) {
        append(1, abandoned(call));
    }

    private static InvocationAbandoned abandoned(InvocationId call) {
        return new InvocationAbandoned(call, HELLO, 1, FailureKind.OVERDUE, "late", Calls.NOON);
    }

    private void append(long sequence, InvocationEvent event) {
        var unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        unitOfWork.execute(() -> events.publish(
                new GenericDomainEventMessage<>("Invocation", event.invocation().toString(), sequence, event)));
    }

    /** One whose own appends nobody tells it, as if it were another process. */
    private final class Node {
        private final OpenCalls open =
                new OpenCalls(new Bounds(0, NO_BOUND, 0, NO_BOUND, NO_BOUND), NamespaceBounds.NONE, 1L << 40);
        private final OpenCallsFollower follower = new OpenCallsFollower(
                open,
                feed,
                new Checkpoints(jdbc, serializer, JsonMapper.builder().build()));
    }

    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class Application {

        @Bean
        SchemaPart commandSchema() {
            return new SchemaPart("command");
        }
    }
}
