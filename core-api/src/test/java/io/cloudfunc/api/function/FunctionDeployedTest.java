package io.cloudfunc.api.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.secret.SecretName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What was stored once can be read for ever. */
class FunctionDeployedTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void is_read_as_it_was_stored_before_there_were_contracts_networks_concurrency_and_retries() {
        var stored = """
                {"function": "hello", "life": 1, "revision": 2,
                 "code": {"kind": "image", "image": "registry/hello:1"},
                 "settings": {"memoryMiB": 64, "cpus": 0.5, "pids": 32, "tmpMiB": 4, "timeout": "PT5S",
                              "warmFor": "PT1M", "maxContainers": 3,
                              "environment": {"GREETING": "Hello"}, "labels": {"team": "a"}},
                 "deployedAt": "2026-11-23T12:00:00Z"}""";

        var event = JSON.readValue(stored, FunctionDeployed.class);

        var settings = new Settings(
                64,
                0.5,
                32,
                4,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                1,
                3,
                Network.NONE,
                Map.of("GREETING", "Hello"),
                Map.of("team", "a"));
        assertThat(event)
                .isEqualTo(new FunctionDeployed(
                        new FunctionName("hello"),
                        1,
                        2,
                        new Code.Image(new ImageReference("registry/hello:1"), null),
                        settings.delivering(
                                        new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(1), Set.of()),
                                        null,
                                        Delivery.AT_LEAST_ONCE)
                                .calledBy(Access.KEY),
                        Instant.parse("2026-11-23T12:00:00Z")));
    }

    @Test
    void is_read_with_the_least_share_of_a_processor_where_a_smaller_one_was_stored() {
        var stored = """
                {"function": "hello", "life": 1, "revision": 2,
                 "code": {"kind": "image", "image": "registry/hello:1"},
                 "settings": {"memoryMiB": 64, "cpus": 1.0E-10, "pids": 32, "tmpMiB": 4, "timeout": "PT5S",
                              "warmFor": "PT1M", "maxContainers": 3, "environment": {}, "labels": {}},
                 "deployedAt": "2026-11-23T12:00:00Z"}""";

        var event = JSON.readValue(stored, FunctionDeployed.class);

        assertThat(event.settings().cpus()).isEqualTo(0.01);
    }

    @Test
    void is_read_as_it_was_written() {
        var usual = Settings.DEFAULT;
        var settings = new Settings(
                usual.memoryMiB(),
                usual.cpus(),
                usual.pids(),
                usual.tmpMiB(),
                usual.timeout(),
                usual.warmFor(),
                usual.concurrency(),
                usual.maxContainers(),
                Network.EGRESS,
                usual.environment(),
                usual.labels(),
                new RetryPolicy(
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        Set.of(FailureKind.TIMED_OUT, FailureKind.EXITED)),
                Duration.ofMinutes(5),
                Delivery.AT_MOST_ONCE,
                Map.of("db", new SecretName("db-password")),
                Access.PUBLIC);
        var event = new FunctionDeployed(
                new FunctionName("hello"),
                1,
                1,
                new Code.Image(new ImageReference("registry/hello:1"), Contract.STDIO),
                settings,
                Instant.EPOCH);

        var stored = JSON.writeValueAsString(event);

        assertThat(JSON.readValue(stored, FunctionDeployed.class)).isEqualTo(event);
        assertThat(stored)
                .contains(
                        "\"contract\":\"stdio\"",
                        "\"network\":\"egress\"",
                        "\"concurrency\":1",
                        "\"retry\":{\"attempts\":1,\"backoff\":\"PT1S\",\"maxBackoff\":\"PT1H\",\"on\":[\"EXITED\",\"TIMED_OUT\"]}",
                        "\"maxAge\":\"PT5M\"",
                        "\"delivery\":\"at-most-once\"");
    }
}
