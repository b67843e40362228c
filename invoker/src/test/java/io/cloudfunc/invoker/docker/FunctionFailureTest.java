package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.invocation.FailureKind;
import org.junit.jupiter.api.Test;

class FunctionFailureTest {

    @Test
    void takes_over_the_kinds_that_a_runtime_may_say() {
        var failure = ofCall("{\"kind\":\"BAD_INPUT\",\"message\":\"no JSON\",\"more\":[1]}");

        assertThat(failure).isEqualTo(new FunctionFailure(FailureKind.BAD_INPUT, "no JSON"));
    }

    @Test
    void believes_no_kind_that_only_the_platform_can_know() {
        var failure = ofCall("{\"kind\":\"OUT_OF_MEMORY\",\"message\":\"really\"}");

        assertThat(failure.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
    }

    @Test
    void shows_other_images_words_as_they_are() {
        assertThat(ofCall("it broke\n")).isEqualTo(new FunctionFailure(FailureKind.HANDLER_RAISED, "it broke"));
        assertThat(ofCall("").message()).isEqualTo("The function failed and said nothing");
        assertThat(ofCall("null").message()).isEqualTo("null");
    }

    @Test
    void keeps_messages_short_and_their_characters_whole() {
        assertThat(ofCall("x".repeat(5_000)).message()).hasSize(1_000).endsWith("x…");
        assertThat(ofCall("x" + "😀".repeat(1_000)).message())
                .hasSizeLessThanOrEqualTo(1_000)
                .endsWith("😀…");
        assertThat(ofCall("😀".repeat(1_000)).message())
                .hasSizeLessThanOrEqualTo(1_000)
                .endsWith("😀…");
    }

    @Test
    void finds_the_reason_on_the_last_line_of_a_process_that_could_not_load() {
        var errors = "Traceback\n{\"kind\":\"LOAD_FAILED\",\"message\":\"no handler\"}\n";

        assertThat(FunctionFailure.ofLoading(errors.getBytes(UTF_8)))
                .hasValue(new FunctionFailure(FailureKind.LOAD_FAILED, "no handler"));
        assertThat(FunctionFailure.ofLoading("oops\n".getBytes(UTF_8))).isEmpty();
        assertThat(FunctionFailure.ofLoading(new byte[0])).isEmpty();
    }

    @Test
    void leaves_the_reason_out_of_the_log_that_people_read() {
        assertThat(notSaidIn("printed\nTraceback\n{\"kind\":\"LOAD_FAILED\",\"message\":\"no handler\"}\n"))
                .isEqualTo("printed\nTraceback\n");
        assertThat(notSaidIn("{\"kind\":\"LOAD_FAILED\",\"message\":\"no handler\"}"))
                .isEmpty();
        assertThat(notSaidIn("printed\n{\"kind\":1}\n")).isEqualTo("printed\n{\"kind\":1}\n");
    }

    private static String notSaidIn(String log) {
        return new String(FunctionFailure.notSaidIn(log.getBytes(UTF_8)), UTF_8);
    }

    private static FunctionFailure ofCall(String body) {
        return FunctionFailure.ofCall(body.getBytes(UTF_8));
    }
}
