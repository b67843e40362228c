package io.cloudfunc.invoker.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.wire.Control;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.PrepareRevision;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.ReportEnvelope;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.api.wire.Task;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireJsonTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final InvocationId CALL = new InvocationId(UUID.randomUUID());
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    private final WireJson json = new WireJson();

    @Test
    void reads_the_task_it_wrote_with_its_payload_as_bytes() {
        var execute = new Execute(
                CALL,
                new RevisionSpec(
                        HELLO,
                        1,
                        3,
                        new Code.Image(new ImageReference("registry/hello:1"), Contract.HTTP),
                        Settings.DEFAULT),
                new PayloadRef(UUID.randomUUID(), "application/json", 3, "sha256:00"),
                NOON,
                NOON.plusSeconds(60),
                null,
                new Receipt("given"),
                null);

        var read = json.read(Task.class, json.write(execute, new byte[] {1, 2, 0}));

        assertThat(read.head()).isEqualTo(execute);
        assertThat(read.parts()).containsExactly(new byte[] {1, 2, 0});
    }

    @Test
    void reads_a_call_that_was_sent_before_there_were_receipts() {
        var image = new Code.Image(new ImageReference("registry/hello:1"), null);
        var payload = new PayloadRef(UUID.randomUUID(), "text/plain", 3, "sha256:00");
        var older = new Execute(
                CALL, new RevisionSpec(HELLO, 1, 1, image, Settings.DEFAULT), payload, NOON, NOON, null, null, null);

        var message = json.write(older, new byte[3]);

        assertThat(new String(message, UTF_8)).doesNotContain("receipt");
        assertThat(json.read(Task.class, message).head()).isEqualTo(older);
    }

    @Test
    void reads_the_preparation_it_wrote() {
        var prepare = new PrepareRevision(
                new RevisionSpec(HELLO, 1, 1, new Code.Source(Runtime.PYTHON, "a".repeat(64)), Settings.DEFAULT));

        assertThat(json.read(Task.class, json.write(prepare)).head()).isEqualTo(prepare);
    }

    @Test
    void reads_the_orders_it_wrote() {
        var retire = new RetireContainer(new ContainerId("c1"), HELLO, 1, 7);
        var forget = new ForgetFunction(HELLO, 1);

        assertThat(json.read(Control.class, json.write(retire)).head()).isEqualTo(retire);
        assertThat(json.read(Control.class, json.write(forget)).head()).isEqualTo(forget);
    }

    @Test
    void reads_the_report_it_wrote_with_genuine_payloads() {
        var report = new AbandonInvocation(CALL, FailureKind.OVERDUE, "late", NOON);
        var payload = Payload.of(UUID.randomUUID(), "text/plain", "said".getBytes(UTF_8), new SecureRandom());

        var read = json.read(ReportEnvelope.class, json.write(report, List.of(payload), new Receipt("given")));

        assertThat(read.head().report()).isEqualTo(report);
        assertThat(read.head().receipt()).isEqualTo(new Receipt("given"));
        assertThat(read.head().join(read.parts())).singleElement().satisfies(joined -> {
            assertThat(joined.ref()).isEqualTo(payload.ref());
            assertThat(joined.isGenuine()).isTrue();
        });
    }

    @Test
    void ignores_what_a_newer_version_added() {
        var newer = "{\"control\":\"ForgetFunction\",\"function\":\"hello\",\"life\":1,\"since\":\"tomorrow\"}";

        var read = json.read(Control.class, new Frame(newer.getBytes(UTF_8), List.of()).encode());

        assertThat(read.head()).isEqualTo(new ForgetFunction(HELLO, 1));
    }

    @Test
    void refuses_what_is_no_frame() {
        assertThatThrownBy(() -> json.read(Task.class, "hello".getBytes(UTF_8)))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageStartingWith("not a Task");
    }

    @Test
    void refuses_a_value_that_breaks_its_own_rule() {
        var broken = "{\"control\":\"ForgetFunction\",\"function\":\"NOT A NAME\",\"life\":1}";

        assertThatThrownBy(() -> json.read(Control.class, new Frame(broken.getBytes(UTF_8), List.of()).encode()))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("function name");
    }
}
