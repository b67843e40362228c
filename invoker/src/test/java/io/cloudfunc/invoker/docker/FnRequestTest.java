package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.invoker.engine.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FnRequestTest {

    private static final InvocationId ID = InvocationId.parse("0193e9b2-7c1e-7000-8000-000000000001");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void is_a_call_of_the_fn_contract() {
        var request = request("application/json", TRACE);

        assertThat(request).isEqualTo("""
                POST /call HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: 2\r
                Fn-Call-Id: 0193e9b2-7c1e-7000-8000-000000000001\r
                Fn-Deadline: 2026-11-24T10:00:30.500Z\r
                traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r
                \r
                {}""");
    }

    @Test
    void lets_no_value_begin_a_header_of_its_own() {
        var request = request("text/plain\r\nFn-Deadline: never", "x\nContent-Length: 0");

        assertThat(request)
                .contains("Content-Type: application/octet-stream\r\n")
                .doesNotContain("never", "traceparent");
    }

    private static String request(String contentType, @Nullable String traceparent) {
        var call = new Call(ID, contentType, "{}".getBytes(UTF_8), Duration.ofSeconds(30), traceparent);
        return Arrays.stream(new FnRequest(call, Instant.parse("2026-11-24T10:00:30.500999Z")).bytes())
                .map(buffer -> UTF_8.decode(buffer).toString())
                .collect(Collectors.joining());
    }
}
