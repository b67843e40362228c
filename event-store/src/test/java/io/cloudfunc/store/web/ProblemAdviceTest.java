package io.cloudfunc.store.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import org.apache.tomcat.util.http.fileupload.impl.FileSizeLimitExceededException;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

class ProblemAdviceTest {

    private final MockMvc web = MockMvcBuilders.standaloneSetup(new Refusing())
            .setControllerAdvice(new ProblemAdvice())
            .build();

    @Test
    void names_the_offending_and_the_expected_value_of_a_rejection_that_was_wrapped() throws Exception {
        var answer = web.perform(get("/rejected"));

        problem(answer, 409, "no-ready-revision")
                .andExpect(jsonPath("$.offending").value("hello"))
                .andExpect(jsonPath("$.expected").value("a function with a ready revision"));
    }

    @Test
    void takes_a_value_that_breaks_its_own_rule_for_a_bad_request() throws Exception {
        var answer = web.perform(get("/functions/Bad_Name"));

        problem(answer, 400, "invalid-value")
                .andExpect(jsonPath("$.field").value("function name"))
                .andExpect(jsonPath("$.offending").value("Bad_Name"))
                .andExpect(jsonPath("$.expected").isNotEmpty());
    }

    @Test
    void says_what_a_query_parameter_of_the_wrong_kind_should_have_been() throws Exception {
        var answer = web.perform(get("/number?limit=many"));

        problem(answer, 400, "invalid-value")
                .andExpect(jsonPath("$.field").value("limit"))
                .andExpect(jsonPath("$.offending").value("many"))
                .andExpect(jsonPath("$.expected").value("a whole number"));
    }

    @Test
    void asks_for_a_missing_query_parameter_by_name() throws Exception {
        problem(web.perform(get("/number")), 400, "invalid-value")
                .andExpect(jsonPath("$.field").value("query parameter limit"));
    }

    @Test
    void points_at_the_line_where_json_breaks() throws Exception {
        var answer = web.perform(
                post("/settings").contentType(MediaType.APPLICATION_JSON).content("{\"memoryMiB\": "));

        problem(answer, 400, "invalid-value")
                .andExpect(jsonPath("$.field").value("body"))
                .andExpect(jsonPath("$.offending").value(Matchers.containsString("line 1")))
                .andExpect(jsonPath("$.expected").value("valid JSON"));
    }

    @Test
    void points_at_the_field_of_a_body_that_has_the_wrong_kind_of_value() throws Exception {
        var answer = web.perform(
                post("/settings").contentType(MediaType.APPLICATION_JSON).content("{\"memoryMiB\": \"lots\"}"));

        problem(answer, 400, "invalid-value")
                .andExpect(jsonPath("$.field").value("memoryMiB"))
                .andExpect(jsonPath("$.offending").value("lots"))
                .andExpect(jsonPath("$.expected").value("a whole number"));
    }

    @Test
    void gives_the_rule_that_a_body_breaks() throws Exception {
        var answer = web.perform(
                post("/named").contentType(MediaType.APPLICATION_JSON).content("{\"name\": \"Bad_Name\"}"));

        problem(answer, 400, "invalid-value")
                .andExpect(jsonPath("$.field").value("function name"))
                .andExpect(jsonPath("$.offending").value("Bad_Name"));
    }

    @Test
    void tells_that_the_database_cannot_be_used_and_when_to_try_again() throws Exception {
        for (var path : new String[] {"/no-connection", "/shutting-down", "/lost"}) {
            problem(web.perform(get(path)), 503, "unavailable")
                    .andExpect(header().string("Retry-After", "2"))
                    .andExpect(jsonPath("$.offending").value("The database"));
        }
    }

    @Test
    void gives_the_limit_that_a_part_of_the_body_breaks() throws Exception {
        problem(web.perform(get("/too-large")), 413, "payload-too-large")
                .andExpect(jsonPath("$.offending").value("12 bytes"))
                .andExpect(jsonPath("$.expected").value("at most 10 bytes"));
    }

    @Test
    void names_a_media_type_that_is_none() throws Exception {
        var answer =
                web.perform(post("/settings").header("Content-Type", "json").content("{}"));

        problem(answer, 415, "unsupported-media-type")
                .andExpect(jsonPath("$.offending").value("json"))
                .andExpect(jsonPath("$.expected").value("application/json"));
    }

    @Test
    void keeps_the_reason_of_an_unexpected_failure_to_itself() throws Exception {
        problem(web.perform(get("/broken")), 500, "internal-error")
                .andExpect(content().string(Matchers.not(Matchers.containsString("secret"))))
                .andExpect(content().string(Matchers.not(Matchers.containsString("Exception"))));
    }

    @Test
    void knows_the_methods_and_media_types_of_a_path() throws Exception {
        problem(web.perform(delete("/settings")), 405, "method-not-allowed")
                .andExpect(header().string("Allow", "POST"))
                .andExpect(jsonPath("$.expected").value("POST"));
        problem(
                        web.perform(post("/settings")
                                .contentType(MediaType.TEXT_PLAIN)
                                .content("x")),
                        415,
                        "unsupported-media-type")
                .andExpect(jsonPath("$.expected").value("application/json"));
        problem(web.perform(get("/text").accept(MediaType.IMAGE_PNG)), 406, "not-acceptable")
                .andExpect(jsonPath("$.expected").value("text/plain"));
    }

    @Test
    void answers_an_unknown_path_with_a_problem() throws Exception {
        problem(web.perform(get("/nowhere")), 404, "not-found")
                .andExpect(jsonPath("$.offending").value("/nowhere"));
    }

    private static ResultActions problem(ResultActions answer, int status, String type) throws Exception {
        return answer.andExpect(status().is(status))
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.type").value("urn:cloudfunc:problem:" + type))
                .andExpect(jsonPath("$.status").value(status))
                .andExpect(jsonPath("$.title").isNotEmpty())
                .andExpect(jsonPath("$.detail").isNotEmpty());
    }

    record Named(FunctionName name) {}

    @RestController
    static class Refusing {

        @GetMapping("/rejected")
        void rejected() {
            throw new CompletionException(
                    new RejectedException(new Rejection.NoReadyRevision("hello", "revision 1 is being prepared")));
        }

        @GetMapping("/functions/{name}")
        void function(@PathVariable FunctionName name) {}

        @GetMapping("/number")
        void number(@RequestParam int limit) {}

        @PostMapping(path = "/settings", consumes = MediaType.APPLICATION_JSON_VALUE)
        void settings(@RequestBody Settings settings) {}

        @PostMapping("/named")
        void named(@RequestBody Named named) {}

        @GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
        String text() {
            return "text";
        }

        @GetMapping("/no-connection")
        void noConnection() {
            throw new IllegalStateException(new SQLTransientConnectionException("pool: no connection in 3 s"));
        }

        @GetMapping("/shutting-down")
        void shuttingDown() {
            throw new IllegalStateException(new SQLException("terminating connection", "57P01"));
        }

        @GetMapping("/lost")
        void lost() {
            throw new TransactionSystemException("rollback failed", new SQLException("connection is closed"));
        }

        @GetMapping("/too-large")
        void tooLarge() {
            throw new MaxUploadSizeExceededException(
                    -1, new IllegalStateException(new FileSizeLimitExceededException("source", 12, 10)));
        }

        @GetMapping("/broken")
        void broken() {
            throw new IllegalStateException("secret");
        }
    }
}
