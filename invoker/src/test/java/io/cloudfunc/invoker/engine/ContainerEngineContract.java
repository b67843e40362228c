package io.cloudfunc.invoker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every container engine does, the real one and the one of the tests. */
public abstract class ContainerEngineContract {

    public static final int OUTPUT_LIMIT = 64 * 1024;
    public static final String MISSING_IMAGE = "cloudfunc/no-such-image:local";

    protected static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    protected abstract ContainerEngine engine();

    /** A function that behaves so, as revision 3 of its second life. */
    protected abstract SandboxSpec spec(Behaviour behaviour);

    /** The process ends, and neither the function nor the engine's user wanted it. */
    protected abstract void endProcess(ContainerId container);

    @Test
    void answers_a_call_with_what_the_function_returns() {
        try (var sandbox = ready(Behaviour.ECHO)) {
            var answer = output(sandbox.call(call("{\"name\": \"Ada\"}")));

            assertThat(answer.body()).asString().isEqualTo("{\"name\": \"Ada\"}");
            assertThat(answer.contentType()).isEqualTo("application/json");
            assertThat(answer.took()).isPositive();
            assertThat(answer.reusable()).isTrue();
        }
    }

    @Test
    void calls_the_same_process_again() {
        try (var sandbox = ready(Behaviour.COUNTS)) {
            output(sandbox.call(call("null")));

            var second = output(sandbox.call(call("null")));

            assertThat(second.body()).asString().isEqualTo("2");
        }
    }

    @Test
    void gives_each_call_the_log_of_its_own() {
        try (var sandbox = ready(Behaviour.PRINTS)) {
            var first = sandbox.call(call("\"one\""));
            var second = sandbox.call(call("\"two\""));

            assertThat(first.log()).asString(UTF_8).isEqualTo("one\n");
            assertThat(second.log()).asString(UTF_8).isEqualTo("two\n");
        }
    }

    @Test
    void stays_usable_after_the_handler_raised() {
        try (var sandbox = ready(Behaviour.RAISES)) {
            assertThat(sandbox.isInReach()).isTrue();
            var raised = fault(sandbox.call(call("null")));
            var again = fault(sandbox.call(call("null")));

            assertThat(raised.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
            assertThat(raised.message()).contains("no luck");
            assertThat(raised.reusable()).isTrue();
            assertThat(again.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
        }
    }

    @Test
    void tells_with_which_code_the_process_ended_during_a_call() {
        try (var sandbox = ready(Behaviour.EXITS)) {
            var answer = fault(sandbox.call(call("null")));

            assertThat(answer.kind()).isEqualTo(FailureKind.EXITED);
            assertThat(answer.message()).contains("exit code 3");
            assertThat(answer.log()).asString(UTF_8).contains("leaving");
            assertThat(answer.reusable()).isFalse();
        }
    }

    @Test
    void stops_the_process_of_a_call_that_runs_too_long() {
        try (var sandbox = ready(Behaviour.NEVER_ENDS)) {
            var answer = fault(sandbox.call(call("null", SHORT)));

            assertThat(answer.kind()).isEqualTo(FailureKind.TIMED_OUT);
            assertThat(answer.took()).isBetween(SHORT, SHORT.multipliedBy(3));
            assertStopped(answer, sandbox);
        }
    }

    @Test
    void stops_the_process_when_its_output_is_too_large() {
        try (var sandbox = ready(Behaviour.OUTPUT_TOO_LARGE)) {
            var answer = fault(sandbox.call(call("null")));

            assertThat(answer.kind()).isEqualTo(FailureKind.OUTPUT_TOO_LARGE);
            assertStopped(answer, sandbox);
        }
    }

    @Test
    void stops_the_process_when_it_breaks_the_contract() {
        try (var sandbox = ready(Behaviour.BREAKS_PROTOCOL)) {
            var answer = fault(sandbox.call(call("null")));

            assertThat(answer.kind()).isEqualTo(FailureKind.PROTOCOL_BROKEN);
            assertStopped(answer, sandbox);
        }
    }

    @Test
    void says_why_the_source_does_not_load_and_what_was_written() {
        try (var sandbox = engine().create(spec(Behaviour.DOES_NOT_LOAD))) {
            sandbox.start();

            assertThatThrownBy(() -> sandbox.awaitReady(LONG))
                    .isInstanceOfSatisfying(EngineException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED);
                        assertThat(failure).hasMessageContaining("handler");
                        assertThat(failure.log()).asString(UTF_8).contains("loading");
                    });
        }
    }

    @Test
    void knows_an_image_by_an_identity_that_stays() {
        var image = spec(Behaviour.ECHO).image();

        var identity = engine().identify(image);

        assertThat(identity).isEqualTo(engine().identify(image)).contains("sha256:");
    }

    @Test
    void removes_no_image_that_was_there_before() {
        var image = spec(Behaviour.ECHO).image();

        assertThat(engine().release(image)).isTrue();
        assertThat(engine().release(new ImageReference(MISSING_IMAGE))).isTrue();

        assertThat(engine().identify(image)).contains("sha256:");
    }

    @Test
    void names_an_image_that_is_missing() {
        var missing = new ImageReference(MISSING_IMAGE);
        var spec = new SandboxSpec(new FunctionName("lost"), 1, 1, missing, null, null, Settings.DEFAULT);

        assertThatThrownBy(() -> engine().identify(missing)).satisfies(ContainerEngineContract::isMissing);
        assertThatThrownBy(() -> engine().create(spec)).satisfies(ContainerEngineContract::isMissing);
    }

    @Test
    void lists_what_it_made_until_it_is_removed() {
        var sandbox = engine().create(spec(Behaviour.ECHO));
        var id = sandbox.id();
        assertThat(listed(id)).isEqualTo(new OwnedContainer(id, new Tenant(new FunctionName("echo"), 2, 3), false));

        sandbox.start();
        assertThat(listed(id)).isEqualTo(new OwnedContainer(id, new Tenant(new FunctionName("echo"), 2, 3), true));

        sandbox.close();
        assertThat(engine().owned()).extracting(OwnedContainer::container).doesNotContain(id);
    }

    @Test
    void removes_what_is_gone_without_a_word() {
        var sandbox = ready(Behaviour.ECHO);

        engine().remove(sandbox.id());
        engine().remove(sandbox.id());
        sandbox.close();
        sandbox.close();

        assertThat(engine().owned()).extracting(OwnedContainer::container).doesNotContain(sandbox.id());
    }

    @Test
    void answers_a_call_whose_container_is_removed_meanwhile() throws InterruptedException {
        var sandbox = ready(Behaviour.NEVER_ENDS);
        var closing = Thread.startVirtualThread(sandbox::close);

        var answer = fault(sandbox.call(call("null")));

        assertThat(answer.kind()).isEqualTo(FailureKind.EXITED);
        assertThat(answer.reusable()).isFalse();
        closing.join();
    }

    @Test
    void tells_when_a_process_ends_and_not_when_it_is_removed() {
        var told = new CopyOnWriteArrayList<ContainerId>();
        engine().onExit(told::add);
        try (var removed = ready(Behaviour.ECHO);
                var ended = ready(Behaviour.ECHO)) {

            removed.close();
            endProcess(ended.id());

            await().untilAsserted(() -> assertThat(told).contains(ended.id()));
            assertThat(told).containsOnlyOnce(ended.id()).doesNotContain(removed.id());
        }
    }

    @Test
    void finds_the_process_gone_that_ended_between_two_calls() {
        try (var sandbox = ready(Behaviour.ECHO)) {
            output(sandbox.call(call("1")));
            endProcess(sandbox.id());

            var answer = fault(sandbox.call(call("2")));

            assertThat(answer.kind()).isEqualTo(FailureKind.EXITED);
            assertThat(answer.reusable()).isFalse();
        }
    }

    @Test
    void makes_a_function_of_a_runtime_that_waits() {
        var spec = spec(Behaviour.ECHO);
        var waiting = engine().prepare(runtime(spec));
        assertThat(listed(waiting.id())).isEqualTo(new OwnedContainer(waiting.id(), null, true));

        try (var sandbox = ready(waiting.claim(spec))) {
            var answer = output(sandbox.call(call("{\"name\": \"Ada\"}")));

            assertThat(answer.body()).asString().isEqualTo("{\"name\": \"Ada\"}");
            assertThat(sandbox.id()).isEqualTo(waiting.id());
            assertThat(listed(sandbox.id())).isEqualTo(new OwnedContainer(sandbox.id(), spec.tenant(), true));
        }
        assertThat(engine().owned()).isEmpty();
    }

    @Test
    void says_why_the_source_does_not_load_in_a_runtime_that_waited() {
        var spec = spec(Behaviour.DOES_NOT_LOAD);
        var waiting = engine().prepare(runtime(spec));

        try (var sandbox = waiting.claim(spec)) {
            sandbox.start();

            assertThatThrownBy(() -> sandbox.awaitReady(LONG))
                    .isInstanceOfSatisfying(EngineException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED);
                        assertThat(failure).hasMessageContaining("handler");
                        assertThat(failure.log()).asString(UTF_8).contains("loading");
                    });
        }
    }

    @Test
    void creates_a_container_in_a_network_that_waits_and_removes_both() {
        var spec = spec(Behaviour.ECHO);
        var network = engine().prepare(new Blueprint.EmptyNetwork(spec.image()));
        assertThat(listed(network.id())).isEqualTo(new OwnedContainer(network.id(), null, true));

        try (var sandbox = ready(network.claim(spec))) {
            assertThat(output(sandbox.call(call("1"))).body()).asString().isEqualTo("1");
            assertThat(listed(sandbox.id()).tenant()).isEqualTo(spec.tenant());
        }
        assertThat(engine().owned()).isEmpty();
    }

    @Test
    void begins_a_function_in_a_container_of_its_own_that_waits() {
        var spec = spec(Behaviour.ECHO);
        var waiting = engine().prepare(new Blueprint.WaitingSandbox(spec));
        assertThat(listed(waiting.id())).isEqualTo(new OwnedContainer(waiting.id(), null, true));

        try (var sandbox = ready(waiting.claim(spec))) {
            assertThat(output(sandbox.call(call("1"))).body()).asString().isEqualTo("1");
            assertThat(sandbox.id()).isEqualTo(waiting.id());
            assertThat(listed(sandbox.id())).isEqualTo(new OwnedContainer(sandbox.id(), spec.tenant(), true));
        }
        assertThat(engine().owned()).isEmpty();
    }

    @Test
    void tells_when_something_made_ahead_ends_and_lets_nobody_claim_it() {
        var told = new CopyOnWriteArrayList<ContainerId>();
        engine().onExit(told::add);
        var spec = spec(Behaviour.ECHO);
        for (var blueprint :
                List.of(runtime(spec), new Blueprint.EmptyNetwork(spec.image()), new Blueprint.WaitingSandbox(spec))) {
            try (var made = engine().prepare(blueprint)) {
                endProcess(made.id());
                await().untilAsserted(() -> assertThat(told).contains(made.id()));

                assertThatThrownBy(() -> made.claim(spec))
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                failure -> assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED));
            }
        }
        assertThat(engine().owned()).isEmpty();
    }

    @Test
    void removes_what_was_made_ahead_and_never_claimed() {
        var spec = spec(Behaviour.ECHO);
        var waiting = engine().prepare(runtime(spec));
        var network = engine().prepare(new Blueprint.EmptyNetwork(spec.image()));

        waiting.close();
        waiting.close();
        engine().remove(network.id());
        network.close();

        assertThat(engine().owned()).isEmpty();
    }

    @Test
    void is_reachable() {
        assertThat(engine().isReachable()).isTrue();
    }

    protected final Sandbox ready(Behaviour behaviour) {
        return ready(spec(behaviour));
    }

    protected final Sandbox ready(SandboxSpec spec) {
        return ready(engine().create(spec));
    }

    private static Blueprint runtime(SandboxSpec spec) {
        return new Blueprint.WaitingRuntime(spec.image(), true);
    }

    private static Sandbox ready(Sandbox sandbox) {
        sandbox.start();
        sandbox.awaitReady(LONG);
        return sandbox;
    }

    protected static Call call(String json) {
        return call(json, LONG);
    }

    protected static Call call(String json, Duration timeout) {
        var id = new InvocationId(UUID.randomUUID());
        return new Call(id, "application/json", json.getBytes(UTF_8), timeout, null);
    }

    protected static Answer.Output output(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Output.class);
        return (Answer.Output) answer;
    }

    protected static Answer.Fault fault(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Fault.class);
        return (Answer.Fault) answer;
    }

    private void assertStopped(Answer answer, Sandbox sandbox) {
        assertThat(answer.reusable()).isFalse();
        assertThat(listed(sandbox.id()).running()).isFalse();
    }

    private OwnedContainer listed(ContainerId id) {
        return engine().owned().stream()
                .filter(owned -> owned.container().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void isMissing(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(EngineException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_MISSING);
            assertThat(failure).hasMessageContaining(MISSING_IMAGE);
        });
    }
}
