package io.cloudfunc.command.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.RemoveFunction;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.CancelInvocation;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.command.Calls;
import io.cloudfunc.command.CommandSide;
import io.cloudfunc.command.RealParts;
import io.cloudfunc.command.Worker;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.GroupCommits;
import io.cloudfunc.command.commit.Held;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.command.commit.Unheard;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.Receipts;
import io.cloudfunc.store.StoredEvent;
import io.cloudfunc.store.web.RejectionIn;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = AcceptanceIT.Application.class, webEnvironment = WebEnvironment.NONE)
class AcceptanceIT {

    private static final RealParts PARTS = new RealParts();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final FunctionName HELLO = new FunctionName("hello");

    @Autowired
    CommandGateway gateway;

    @Autowired
    CommandBus commands;

    @Autowired
    PayloadStore payloads;

    @Autowired
    Claims claims;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TransactionManager transactions;

    @Autowired
    ServingRevisions serving;

    @Autowired
    Rates rates;

    @Autowired
    Admission admission;

    @Autowired
    EventHistory history;

    @Autowired
    InvocationSettings settings;

    @Autowired
    IdSource ids;

    private static Worker worker;
    private final List<GroupCommit> started = new ArrayList<>();

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry properties) {
        PARTS.tell(properties);
    }

    @BeforeEach
    void play(
            @Autowired QueueNames names,
            @Autowired RabbitTemplate broker,
            @Autowired AmqpAdmin admin,
            @Autowired Receipts receipts,
            @Autowired JsonMapper json) {
        worker = new Worker(names, broker, admin, receipts, json);
    }

    @AfterEach
    void stop() {
        started.forEach(GroupCommit::stop);
    }

    @AfterAll
    static void tidyUp() {
        worker.tidyUp();
    }

    @BeforeEach
    void deploy() {
        deploy(HELLO.value());
    }

    private void deploy(String name) {
        deploy(name, 1);
    }

    private void deploy(String name, int revision) {
        var function = new FunctionName(name);
        var image = new Code.Image(new ImageReference("registry/hello:" + revision), null);
        gateway.sendAndWait(new DeployFunction(function, image, Settings.DEFAULT, Calls.NOON));
        gateway.sendAndWait(new RecordRevisionReady(
                function, 1, revision, new CodeIdentity("sha256:1234", null), Calls.WORKER, Calls.NOON));
    }

    @Test
    void a_call_is_of_the_revision_that_became_ready_a_moment_ago_though_another_is_remembered() {
        var moving = new FunctionName("moving");
        deploy(moving.value(), 1);
        var acceptance = acceptance(GroupCommits.of(commands, payloads, claims, transactions));
        var before = acceptance.nextId();
        acceptance.accept(before, moving, body(), null, null);
        deploy(moving.value(), 2);
        var after = acceptance.nextId();

        acceptance.accept(after, moving, body(), null, null);

        assertThat(requested(before).revision()).isEqualTo(1);
        assertThat(requested(after).revision()).isEqualTo(2);
    }

    @Test
    void a_call_of_a_function_that_was_removed_a_moment_ago_is_refused_though_it_is_remembered() {
        var leaving = new FunctionName("leaving");
        deploy(leaving.value());
        var acceptance = acceptance(GroupCommits.of(commands, payloads, claims, transactions));
        acceptance.accept(acceptance.nextId(), leaving, body(), null, null);
        gateway.sendAndWait(new RemoveFunction(leaving, Calls.NOON));
        var late = acceptance.nextId();

        assertThatThrownBy(() -> acceptance.accept(late, leaving, body(), null, null))
                .satisfies(refused ->
                        assertThat(RejectionIn.causesOf(refused)).containsInstanceOf(Rejection.UnknownFunction.class));

        assertThat(history.of(late.toString())).isEmpty();
        assertThatThrownBy(() -> serving.lately(leaving))
                .satisfies(forgotten -> assertThat(RejectionIn.causesOf(forgotten))
                        .containsInstanceOf(Rejection.UnknownFunction.class));
    }

    @Test
    void a_call_whose_commit_nobody_heard_of_is_accepted_if_it_is_stored() {
        var acceptance = acceptance(Unheard.commits(commands, payloads, claims, transactions));
        var id = acceptance.nextId();

        var accepted = acceptance.accept(id, HELLO, body(), null, null);

        assertThat(accepted.isOf(id)).isTrue();
        assertThat(payloads.find(requested(id).payload().id())).isPresent();
    }

    @Test
    void a_call_whose_commit_nobody_heard_of_is_refused_as_unavailable_if_it_is_not_stored() {
        var acceptance = acceptance(Unheard.rollbacks(commands, payloads, claims, transactions));
        var id = acceptance.nextId();

        assertThatThrownBy(() -> acceptance.accept(id, HELLO, body(), null, null))
                .satisfies(refused ->
                        assertThat(RejectionIn.causesOf(refused)).containsInstanceOf(Rejection.Unavailable.class));

        assertThat(history.of(id.toString())).isEmpty();
    }

    @Test
    void a_batch_whose_commits_nobody_heard_of_is_accepted_if_it_is_stored() {
        var batches = batches(Unheard.commits(commands, payloads, claims, transactions));

        var accepted = batches.accept(HELLO, lines("1\n2"), null, null);

        assertThat(accepted.calls())
                .hasSize(2)
                .allSatisfy(call -> assertThat(history.of(call.id())).hasSize(1));
    }

    @Test
    void a_batch_whose_commits_were_rolled_back_is_refused_as_unavailable_and_may_be_sent_again() {
        var key = new IdempotencyKey("batch");
        var unheard = batches(Unheard.rollbacks(commands, payloads, claims, transactions));

        assertThatThrownBy(() -> unheard.accept(HELLO, lines("1\n2"), key, null))
                .satisfies(refused ->
                        assertThat(RejectionIn.causesOf(refused)).containsInstanceOf(Rejection.Unavailable.class));

        var heard = batches(GroupCommits.of(commands, payloads, claims, transactions));
        assertThat(heard.accept(HELLO, lines("1\n2"), key, null))
                .isEqualTo(heard.accept(HELLO, lines("1\n2"), key, null));
    }

    @Test
    void a_call_at_the_stop_is_refused_as_unavailable() {
        var stopped = Unheard.commits(commands, payloads, claims, transactions);
        var acceptance = new Acceptance(
                serving, stopped, claims, rates, admission, history, new NewCalls(settings, ids, Clock.systemUTC()));

        assertThatThrownBy(() -> acceptance.accept(acceptance.nextId(), HELLO, body(), null, null))
                .hasRootCauseInstanceOf(RejectedException.class)
                .hasRootCauseMessage(new Rejection.Unavailable("CloudFunc", "it is stopping").detail());
    }

    @Test
    void a_call_with_a_key_whose_commit_nobody_heard_of_is_the_call_that_the_key_stands_for() {
        var key = new IdempotencyKey("unheard");
        var unheard = acceptance(Unheard.commits(commands, payloads, claims, transactions));
        var first = unheard.nextId();

        var accepted = unheard.accept(first, HELLO, body(), key, null);
        var repeated = unheard.accept(unheard.nextId(), HELLO, body(), key, null);

        assertThat(List.of(accepted.isOf(first), repeated.isOf(first))).containsOnly(true);
    }

    @Test
    void a_key_whose_commit_was_rolled_back_stands_for_nothing() {
        var key = new IdempotencyKey("rolled-back");
        var unheard = acceptance(Unheard.rollbacks(commands, payloads, claims, transactions));

        assertThatThrownBy(() -> unheard.accept(unheard.nextId(), HELLO, body(), key, null))
                .isNotNull();

        assertThat(claims.holder(HELLO, key.value())).isEmpty();
    }

    /** Each request has a committer of its own, as on nodes of their own. */
    @Test
    void of_100_equal_requests_at_once_on_several_nodes_one_is_accepted_and_the_others_are_told_which() {
        var key = new IdempotencyKey("at-once");
        var nodes = List.of(
                acceptance(GroupCommits.of(commands, payloads, claims, transactions)),
                acceptance(GroupCommits.of(commands, payloads, claims, transactions)),
                acceptance(GroupCommits.of(commands, payloads, claims, transactions)));

        var payloadsBefore = storedPayloads();

        List<Future<AcceptedInvocation>> requests;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            requests = IntStream.range(0, 100)
                    .mapToObj(number -> nodes.get(number % nodes.size()))
                    .map(node -> callers.submit(() -> node.accept(node.nextId(), HELLO, body(), key, null)))
                    .toList();
        }

        assertThat(requests.stream().map(Future::resultNow).map(AcceptedInvocation::id))
                .hasSize(100)
                .containsOnly(claims.holder(HELLO, key.value())
                        .orElseThrow()
                        .invocation()
                        .toString());
        assertThat(storedPayloads()).isEqualTo(payloadsBefore + 1);
    }

    @Test
    void a_key_that_is_in_a_commit_of_its_own_with_many_others_is_claimed_once() throws Exception {
        var commit = GroupCommits.of(commands, payloads, claims, transactions);
        var acceptance = acceptance(commit);
        var held = Held.in(commit);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> accepted(acceptance, "a"));
            var other = callers.submit(() -> accepted(acceptance, "b"));
            var again = callers.submit(() -> accepted(acceptance, "a"));
            await().until(() -> commit.waiting() == 3);

            held.release();

            assertThat(first.get()).isEqualTo(again.get()).isNotEqualTo(other.get());
        }
    }

    @Test
    void what_a_commit_that_was_rolled_back_decided_of_a_call_is_not_remembered() {
        var call = accepted();
        var unheard = started(Unheard.rollbacks(commands, payloads, claims, transactions));

        assertThat(unheard.submit(cancel(call))).failsWithin(PATIENCE);
        assertThat(started(GroupCommits.of(commands, payloads, claims, transactions))
                        .submit(cancel(call)))
                .succeedsWithin(PATIENCE);

        assertThat(namesOf(call)).containsExactly("InvocationRequested", "InvocationAbandoned");
    }

    @Test
    void what_another_node_decided_of_a_call_counts_though_the_call_is_remembered_from_before() {
        var call = accepted();
        var other = accepted();
        gateway.sendAndWait(new CancelInvocation(other, Calls.NOON));
        jdbc.update("""
                insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp,
                    payload_type, payload, metadata)
                select gen_random_uuid(), ?, sequence_number, aggregate_type, time_stamp,
                    payload_type, replace(payload, ?, ?), metadata
                from domain_event where aggregate_id = ? and sequence_number = 1
                """, call.toString(), other.toString(), call.toString(), other.toString());

        assertThat(started(GroupCommits.of(commands, payloads, claims, transactions))
                        .submit(cancel(call)))
                .succeedsWithin(PATIENCE);

        assertThat(namesOf(call)).containsExactly("InvocationRequested", "InvocationAbandoned");
    }

    private InvocationId accepted() {
        var acceptance = acceptance(GroupCommits.of(commands, payloads, claims, transactions));
        var id = acceptance.nextId();
        acceptance.accept(id, HELLO, body(), null, null);
        return id;
    }

    private static Order cancel(InvocationId call) {
        return new Order(new CancelInvocation(call, Calls.NOON), List.of());
    }

    private List<String> namesOf(InvocationId call) {
        return history.of(call.toString()).stream().map(StoredEvent::type).toList();
    }

    @Test
    void the_same_key_stands_for_a_call_of_each_function() {
        deploy("other");
        var acceptance = acceptance(GroupCommits.of(commands, payloads, claims, transactions));
        var key = new IdempotencyKey("of-two-functions");

        var hello = acceptance.accept(acceptance.nextId(), HELLO, body(), key, null);
        var other = acceptance.accept(acceptance.nextId(), new FunctionName("other"), body(), key, null);

        assertThat(other.id()).isNotEqualTo(hello.id());
    }

    private AcceptedInvocation accepted(Acceptance acceptance, String key) {
        return acceptance.accept(acceptance.nextId(), HELLO, body(), new IdempotencyKey(key), null);
    }

    private InvocationRequested requested(InvocationId id) {
        return (InvocationRequested) history.of(id.toString()).getFirst().event();
    }

    private long storedPayloads() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from payload", Long.class));
    }

    private Acceptance acceptance(GroupCommit commit) {
        commit.start();
        started.add(commit);
        return new Acceptance(
                serving, commit, claims, rates, admission, history, new NewCalls(settings, ids, Clock.systemUTC()));
    }

    private BatchAcceptance batches(GroupCommit commit) {
        return new BatchAcceptance(
                serving,
                started(commit),
                claims,
                rates,
                admission,
                history,
                new NewCalls(settings, ids, Clock.systemUTC()));
    }

    private static Body lines(String lines) {
        var request = new MockHttpServletRequest();
        request.setContent(lines.getBytes(StandardCharsets.UTF_8));
        return new Body(request, 100);
    }

    private GroupCommit started(GroupCommit commit) {
        commit.start();
        started.add(commit);
        return commit;
    }

    private Body body() {
        var request = new MockHttpServletRequest();
        request.setContent(new byte[] {1, 2, 3});
        return new Body(request, 100);
    }

    @EnableAutoConfiguration
    @Import({CommandSide.class, Held.Handler.class})
    static class Application {}
}
