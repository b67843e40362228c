package io.cloudfunc.shell.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.exit.ExitCode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    @ParameterizedTest
    @CsvSource({
        "502, function-failed, FAILED",
        "400, bad-input, FAILED",
        "410, function-removed, FAILED",
        "400, invalid-value, USAGE",
        "413, payload-too-large, USAGE",
        "415, unsupported-media-type, USAGE",
        "404, unknown-function, NOT_FOUND",
        "409, no-ready-revision, REFUSED",
        "503, unavailable, REFUSED",
        "500, internal-error, REFUSED",
        "502, something-else, REFUSED",
        "504, function-timed-out, TIMED_OUT",
        "504, still-running, TIMED_OUT",
        "504, overdue, TIMED_OUT"
    })
    void ends_a_command_with_the_code_of_its_kind(int status, String type, ExitCode expected) {
        var problem = problem(status, "{\"type\":\"urn:cloudfunc:problem:%s\",\"detail\":\"d\"}".formatted(type));

        assertThat(problem.asFailure().exitCode()).isEqualTo(expected);
    }

    @Test
    void names_what_was_wrong_and_expected_where_its_sentence_leaves_them_out() {
        var said = problem(400, "{\"detail\":\"got x, expected a-z\",\"offending\":\"x\",\"expected\":\"a-z\"}");
        var unsaid = problem(400, "{\"detail\":\"The name is wrong\",\"offending\":\"x\",\"expected\":\"a-z\"}");

        assertThat(said.message()).isEqualTo("got x, expected a-z");
        assertThat(unsaid.message()).isEqualTo("The name is wrong\ngot 'x', expected a-z");
    }

    @Test
    void takes_the_title_where_there_is_no_detail_and_the_status_where_there_is_neither() {
        assertThat(problem(400, "{\"title\":\"Bad\"}").message()).isEqualTo("Bad");
        assertThat(problem(400, "{}").message()).isEqualTo("The server answered 400");
        assertThat(problem(400, "[1]").message()).isEqualTo("The server answered 400");
        assertThat(problem(400, "").message()).isEqualTo("The server answered 400");
    }

    private static Problem problem(int status, String body) {
        var headers = HttpHeaders.of(Map.of("X", List.of("y")), (name, value) -> true);
        return Problem.of(new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
}
