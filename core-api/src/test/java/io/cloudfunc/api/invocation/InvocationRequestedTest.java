package io.cloudfunc.api.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What was stored once can be read for ever. */
class InvocationRequestedTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final InvocationId ID = InvocationId.parse("019abcde-0000-7000-8000-000000000001");
    private static final PayloadRef PAYLOAD = new PayloadRef(new UUID(1, 2), "text/plain", 3, "sha256:abc");

    @Test
    void is_read_as_it_was_stored_before_there_were_terms_and_origins() {
        var stored = """
                {"invocation": "019abcde-0000-7000-8000-000000000001", "function": "hello", "life": 1, "revision": 2,
                 "payload": {"id": "00000000-0000-0001-0000-000000000002", "contentType": "text/plain", "size": 3,
                             "hash": "sha256:abc"},
                 "requestedAt": "2026-11-23T12:00:00Z", "due": "2026-11-23T13:00:00Z", "traceparent": null}""";

        var event = JSON.readValue(stored, InvocationRequested.class);

        assertThat(event).isEqualTo(requested(null, null));
        assertThat(event.termsOrUsual())
                .isEqualTo(new Terms(
                        Duration.ofSeconds(30),
                        new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(1), Set.of())));
    }

    @Test
    void stores_nothing_of_the_usual_terms() {
        var usual = Terms.unlessUsual(Settings.DEFAULT);

        assertThat(JSON.writeValueAsString(requested(usual, null))).doesNotContain("terms", "origin");
    }

    @Test
    void is_read_as_it_was_written() {
        var terms = new Terms(
                Duration.ofHours(2),
                new RetryPolicy(3, Duration.ZERO, Duration.ofSeconds(1), Set.of(FailureKind.EXITED)));
        var event = requested(terms, InvocationId.parse("019abcde-0000-7000-8000-000000000002"));

        assertThat(JSON.readValue(JSON.writeValueAsString(event), InvocationRequested.class))
                .isEqualTo(event);
    }

    private static InvocationRequested requested(@Nullable Terms terms, @Nullable InvocationId origin) {
        return new InvocationRequested(
                ID,
                new FunctionName("hello"),
                1,
                2,
                PAYLOAD,
                Instant.parse("2026-11-23T12:00:00Z"),
                Instant.parse("2026-11-23T13:00:00Z"),
                null,
                terms,
                origin);
    }
}
