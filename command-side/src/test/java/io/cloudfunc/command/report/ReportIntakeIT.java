package io.cloudfunc.command.report;

import static io.cloudfunc.command.Calls.NOON;
import static io.cloudfunc.command.Calls.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.invocation.RequestInvocation;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.report.RecordContainerStopped;
import io.cloudfunc.api.report.RecordOutcome;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.QueueSpec;
import io.cloudfunc.command.Calls;
import io.cloudfunc.command.CommandSide;
import io.cloudfunc.command.RealParts;
import io.cloudfunc.command.Worker;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Held;
import io.cloudfunc.command.commit.Order;
import io.cloudfunc.store.EventTail;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.Receipts;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.axonframework.commandhandling.CommandBus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = ReportIntakeIT.Application.class, webEnvironment = WebEnvironment.NONE)
class ReportIntakeIT {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RealParts PARTS = new RealParts();

    @Autowired
    @Qualifier("reportCommit")
    GroupCommit commit;

    @Autowired
    ReportListener listener;

    @Autowired
    PayloadStore payloads;

    @Autowired
    IdSource ids;

    @Autowired
    JdbcTemplate jdbc;

    private static Worker worker;

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

    @AfterAll
    static void tidyUp() {
        worker.tidyUp();
    }

    @Test
    void reports_that_arrive_during_a_commit_share_the_next_one() throws Exception {
        var held = Held.in(commit);
        List.of("shared-1", "shared-2", "shared-3").forEach(container -> worker.report(stopped(container)));
        patiently().until(() -> commit.waiting() == 3);

        held.release();

        patiently().until(() -> stored("shared-1", "shared-2", "shared-3") == 3);
        assertThat(transactionsOf("shared-1", "shared-2", "shared-3")).hasSize(1);
    }

    @Test
    void a_report_stays_with_the_broker_until_it_is_committed() throws Exception {
        var held = Held.in(commit);
        worker.report(stopped("kept"));
        patiently().until(() -> commit.waiting() == 1);

        listener.stop();

        patiently().until(() -> worker.unclaimedReports() == 1);
        held.release();
        listener.start();
        patiently().until(() -> stored("kept") == 1);
    }

    @Test
    void whether_reports_are_taken_in_is_known() {
        patiently().until(listener::isTakingReports);

        listener.stop();
        patiently().until(() -> !listener.isTakingReports());

        listener.start();
        patiently().until(listener::isTakingReports);
    }

    @Test
    void a_report_is_acknowledged_once_it_is_committed() {
        worker.report(stopped("acknowledged"));
        patiently().until(() -> stored("acknowledged") == 1);

        patiently().until(this::unacknowledgedReports, count -> count == 0);
    }

    @Test
    void a_report_that_is_delivered_twice_is_stored_once() {
        worker.report(stopped("twice"));
        worker.report(stopped("twice"));
        worker.report(stopped("after-twice"));

        patiently().until(() -> stored("after-twice") == 1);
        assertThat(stored("twice")).isEqualTo(1);
    }

    @Test
    void the_payloads_of_a_report_are_stored_even_if_it_decides_nothing() {
        var log = Payload.of(ids.next(), "text/plain", "log".getBytes(StandardCharsets.UTF_8), new SecureRandom());

        worker.report(stopped("with-log"), log);

        patiently().until(() -> stored("with-log") == 1);
        assertThat(payloads.find(log.ref().id()))
                .hasValueSatisfying(found -> assertThat(found.content()).isEqualTo(log.content()));
    }

    @Test
    void if_a_commit_fails_its_reports_are_stored_one_by_one_and_the_culprit_becomes_a_dead_letter() throws Exception {
        var held = Held.in(commit);
        worker.report(stopped("innocent-1"));
        worker.report(stopped("culprit"), unstorable());
        worker.report(stopped("innocent-2"));
        patiently().until(() -> commit.waiting() == 3);

        held.release();

        patiently().until(() -> stored("innocent-1", "innocent-2") == 2);
        assertThat(transactionsOf("innocent-1", "innocent-2")).hasSize(2);
        assertThat(deadLetter()).containsEntry("reason", "rejected");
        assertThat(stored("culprit")).isZero();
    }

    @Test
    void a_report_of_a_call_that_was_never_accepted_becomes_a_dead_letter_at_once_and_holds_up_nobody(
            @Autowired CommandBus commands) throws Exception {
        var tries = new AtomicInteger();
        var counting = commands.registerHandlerInterceptor((unitOfWork, chain) -> {
            if (unitOfWork.getMessage().getPayload() instanceof RecordOutcome) {
                tries.incrementAndGet();
            }
            return chain.proceed();
        });
        var held = Held.in(commit);
        worker.report(stopped("before-unknown"));
        worker.report(new RecordOutcome(
                new InvocationId(UUID.randomUUID()),
                Calls.execution(),
                new Outcome.Success(unstorable().ref()),
                null,
                Phases.NONE,
                NOON));
        worker.report(stopped("after-unknown"));
        patiently().until(() -> commit.waiting() == 3);

        held.release();

        patiently().until(() -> stored("before-unknown", "after-unknown") == 2);
        assertThat(transactionsOf("before-unknown", "after-unknown")).hasSize(1);
        assertThat(deadLetter()).containsEntry("reason", "rejected");
        assertThat(tries).hasValue(1);
        counting.cancel();
    }

    @Test
    void what_is_no_report_becomes_a_dead_letter_and_holds_up_nobody() {
        worker.send("no frame".getBytes(StandardCharsets.UTF_8));
        worker.report(stopped("after-garbage"));

        patiently().until(() -> stored("after-garbage") == 1);
        assertThat(deadLetter()).containsEntry("reason", "rejected");
    }

    @Test
    void an_outcome_that_is_told_ahead_of_its_report_answers_who_waits(@Autowired EventTail tail) {
        var call = accepted();
        var output = output();
        var answer = tail.next(call.toString(), InvocationSucceeded.class);

        worker.tellAhead(succeeded(call, output), output);

        assertThat(answer).succeedsWithin(PATIENCE);
        assertThat(payloads.find(output.ref().id())).isPresent();
    }

    @Test
    void the_report_of_an_outcome_that_was_told_ahead_changes_nothing(@Autowired EventTail tail) {
        var call = accepted();
        var output = output();
        var answer = tail.next(call.toString(), InvocationSucceeded.class);
        var outcome = succeeded(call, output);
        worker.tellAhead(outcome, output);
        assertThat(answer).succeedsWithin(PATIENCE);

        worker.report(outcome, output);
        worker.report(stopped("after-told-ahead"));

        patiently().until(() -> stored("after-told-ahead") == 1);
        assertThat(stored(call.toString())).isEqualTo(2);
        patiently().until(this::unacknowledgedReports, count -> count == 0);
        assertThat(worker.deadLetters()).isZero();
    }

    @Test
    void an_outcome_for_which_nobody_waits_here_is_left_to_its_report(@Autowired EventTail tail) {
        var other = accepted();
        var output = output();
        var outcome = succeeded(other, output);
        worker.tellAhead(outcome, output);

        var awaited = accepted();
        var answer = tail.next(awaited.toString(), InvocationSucceeded.class);
        worker.tellAhead(succeeded(awaited, output), output);
        assertThat(answer).succeedsWithin(PATIENCE);

        assertThat(stored(other.toString())).isEqualTo(1);
        worker.report(outcome, output);
        patiently().until(() -> stored(other.toString()) == 2);
    }

    @Test
    void an_outcome_without_the_receipt_of_its_call_answers_nobody(@Autowired EventTail tail) {
        var call = accepted();
        var output = output();
        var answer = tail.next(call.toString(), InvocationSucceeded.class);
        var ofAnother = worker.receipt(accepted(), NOON);
        worker.tellAhead(succeeded(call, output), ofAnother, output);
        var other = accepted();
        var others = tail.next(other.toString(), InvocationSucceeded.class);
        worker.tellAhead(succeeded(other, output), output);

        assertThat(others).succeedsWithin(PATIENCE);
        assertThat(answer).isNotDone();
        answer.cancel(false);
    }

    @Test
    void what_was_told_ahead_stands_for_no_report_that_says_something_else(@Autowired EventTail tail) {
        var call = accepted();
        var other = accepted();
        var output = output();
        var answer = tail.next(call.toString(), InvocationSucceeded.class);
        var ahead = succeeded(call, output);
        worker.tellAhead(ahead, output);
        assertThat(answer).succeedsWithin(PATIENCE);

        worker.report(new RecordOutcome(other, ahead.execution(), ahead.outcome(), null, Phases.NONE, NOON), output);

        patiently().until(() -> stored(other.toString()) == 2);
    }

    @Test
    void an_outcome_that_was_told_ahead_and_could_not_be_stored_is_not_lost_with_its_report(@Autowired EventTail tail)
            throws Exception {
        var call = accepted();
        var bad = unstorable();
        var outcome = succeeded(call, bad);
        var answer = tail.next(call.toString(), InvocationSucceeded.class);
        var held = Held.in(commit);
        worker.tellAhead(outcome, bad);
        patiently().until(() -> commit.waiting() == 1);
        worker.report(outcome, bad);
        patiently().until(() -> worker.unclaimedReports() == 0);

        held.release();

        assertThat(deadLetter()).containsEntry("reason", "rejected");
        answer.cancel(false);
    }

    @Test
    void a_large_outcome_that_is_told_ahead_is_left_to_its_report(@Autowired EventTail tail) {
        var call = accepted();
        var large = Payload.of(ids.next(), "text/plain", new byte[QueueSpec.LARGEST_TOLD_AHEAD], new SecureRandom());
        var outcome = succeeded(call, large);
        var answer = tail.next(call.toString(), InvocationSucceeded.class);
        worker.tellAhead(outcome, large);
        var other = accepted();
        var output = output();
        var others = tail.next(other.toString(), InvocationSucceeded.class);
        worker.tellAhead(succeeded(other, output), output);
        assertThat(others).succeedsWithin(PATIENCE);

        assertThat(answer).isNotDone();
        worker.report(outcome, large);
        assertThat(answer).succeedsWithin(PATIENCE);
    }

    private InvocationId accepted() {
        var call = new InvocationId(ids.next());
        var input = output();
        var request = new RequestInvocation(call, HELLO, 1, 1, input.ref(), NOON, NOON.plus(Duration.ofDays(1)), null);
        commit.submitAndWait(new Order(request, List.of(input)));
        return call;
    }

    private Payload output() {
        return Payload.of(ids.next(), "text/plain", "output".getBytes(StandardCharsets.UTF_8), new SecureRandom());
    }

    private static RecordOutcome succeeded(InvocationId call, Payload output) {
        return new RecordOutcome(call, Calls.execution(), new Outcome.Success(output.ref()), null, Phases.NONE, NOON);
    }

    @Test
    void while_the_database_is_away_reports_wait_and_none_becomes_a_dead_letter() {
        PARTS.database().goAway();
        try {
            worker.report(stopped("during-outage-1"));
            worker.report(stopped("during-outage-2"));
            patiently().until(() -> worker.unclaimedReports() == 0);
        } finally {
            PARTS.database().comeBack();
        }

        patiently().until(() -> stored("during-outage-1", "during-outage-2") == 2);
        assertThat(worker.deadLetters()).isZero();
    }

    @Test
    void reports_that_waited_for_a_node_to_start_are_stored_and_none_becomes_a_dead_letter() {
        listener.stop();
        var waited =
                IntStream.range(0, 50).mapToObj(number -> "waited-" + number).toArray(String[]::new);
        Stream.of(waited).forEach(container -> worker.report(stopped(container)));
        var parts = new HashMap<String, Object>();
        PARTS.tell((DynamicPropertyRegistry) (name, value) -> parts.put(name, value.get()));

        try (var node = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(parts)
                .run()) {
            patiently().until(() -> stored(waited) + worker.deadLetters() == waited.length);
        } finally {
            listener.start();
        }

        assertThat(stored(waited)).isEqualTo(waited.length);
    }

    private static RecordContainerStopped stopped(String container) {
        return new RecordContainerStopped(
                new ContainerId(container), HELLO, 1, WORKER, StopReason.WORKER_STOPPED, NOON);
    }

    /** Those that come back when their consumer goes. */
    private long unacknowledgedReports() {
        listener.stop();
        try {
            return worker.unclaimedReports();
        } finally {
            listener.start();
        }
    }

    /** PostgreSQL takes no text with a zero byte. */
    private Payload unstorable() {
        var payload = Payload.of(ids.next(), "text/plain", new byte[0], new SecureRandom());
        var ref = payload.ref();
        return new Payload(
                new PayloadRef(ref.id(), "text/\0plain", ref.size(), ref.hash()), payload.salt(), payload.content());
    }

    private long stored(String... containers) {
        return Optional.ofNullable(jdbc.queryForObject(
                        "select count(*) from domain_event where aggregate_id = any(?)", Long.class, (Object)
                                containers))
                .orElseThrow();
    }

    private List<String> transactionsOf(String... containers) {
        return jdbc.queryForList(
                "select distinct xmin::text from domain_event where aggregate_id = any(?)", String.class, (Object)
                        containers);
    }

    /** What the broker says about the next dead letter. */
    private static Map<String, Object> deadLetter() {
        var letter = patiently().until(worker::takeDeadLetter, Optional::isPresent);
        return Map.copyOf(letter.map(Message::getMessageProperties)
                .orElseThrow()
                .getXDeathHeader()
                .getFirst());
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).ignoreExceptions();
    }

    @EnableAutoConfiguration
    @Import({CommandSide.class, Held.Handler.class})
    static class Application {}
}
