package io.cloudfunc.shell.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import io.cloudfunc.shell.Ran;
import io.cloudfunc.shell.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployTest {

    private static final Answer PREPARING = Answer.json(
                    "{\"function\":\"hello\",\"revision\":2,\"state\":\"PREPARING\"}")
            .status(202);
    private static final String READY = "{\"function\":\"hello\",\"revision\":2,\"state\":\"READY\"}";

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void deploys_a_directory_and_prints_the_revision_that_is_ready() throws IOException {
        server.on("PUT /v1/functions/hello", Answer.json(READY));

        var ran = Cli.of(server).run("deploy", "hello", source().toString());

        assertThat(ran.stdout()).isEqualTo("hello revision 2 READY\n");
        assertThat(ran.stderr()).isEqualTo("Deploying hello…\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void sends_the_source_as_a_zip_beside_its_settings() throws IOException {
        server.on("PUT /v1/functions/hello", Answer.json(READY));

        Cli.of(server)
                .run(
                        "deploy",
                        "hello",
                        source().toString(),
                        "--warm-for",
                        "5m",
                        "--timeout=1500ms",
                        "--memory",
                        "256",
                        "--max-containers",
                        "3",
                        "-e",
                        "A=1",
                        "--env",
                        "B=x=y z");

        var sent = server.only();
        assertThat(sent.header("Content-Type")).startsWith("multipart/form-data; boundary=");
        assertThat(sent.header("Prefer")).isEqualTo("wait=60");
        assertThat(sent.text())
                .contains("{\"settings\":{\"warmFor\":\"PT5M\",\"timeout\":\"PT1.5S\","
                        + "\"memoryMiB\":256,\"maxContainers\":3,\"environment\":{\"A\":\"1\",\"B\":\"x=y z\"}}}");
        assertThat(firstFileIn(sent)).isEqualTo("function.py: def handler(event): return 1");
    }

    @Test
    void names_the_runtime_only_where_it_is_told_to() throws IOException {
        server.on("PUT /v1/functions/hello", Answer.json(READY));

        Cli.of(server).run("deploy", "hello", source().toString(), "--runtime", "node");

        assertThat(server.only().text()).contains("{\"runtime\":\"node\",\"settings\":{}}");
    }

    @Test
    void refuses_a_runtime_that_is_none_and_names_those_that_are() throws IOException {
        var ran = Cli.of(server).run("deploy", "hello", source().toString(), "--runtime=ruby");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("--runtime: got 'ruby', expected one of python, node, java\n");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void refuses_a_runtime_for_an_image() {
        var ran = Cli.of(server).run("deploy", "hello", "--image=a", "--runtime=java");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("--runtime is given without a directory; expected both\n");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void deploys_an_image_and_prints_the_servers_json() {
        server.on("PUT /v1/functions/hello", Answer.json(READY));

        var ran = Cli.of(server).run("deploy", "hello", "--image", "example.com/hello:1", "-o", "json");

        assertThat(server.only().text()).isEqualTo("{\"image\":\"example.com/hello:1\",\"settings\":{}}");
        assertThat(ran.stdout()).isEqualTo(READY + "\n");
    }

    @Test
    void names_the_contract_of_an_image_and_every_setting() {
        server.on("PUT /v1/functions/hello", Answer.json(READY));

        Cli.of(server)
                .run(
                        "deploy",
                        "hello",
                        "--image=example.com/hello:1",
                        "--contract=stdio",
                        "--cpus=0.5",
                        "--pids=32",
                        "--tmp=4",
                        "--concurrency=1",
                        "--network=egress",
                        "--public",
                        "--secret-file=db-password",
                        "--secret-file=key:/run/secrets/tls.key",
                        "--label=team=a");

        assertThat(server.only().text())
                .isEqualTo("{\"image\":\"example.com/hello:1\",\"contract\":\"stdio\",\"settings\":{\"cpus\":0.5,"
                        + "\"pids\":32,\"tmpMiB\":4,\"concurrency\":1,\"network\":\"egress\",\"access\":\"public\","
                        + "\"secretFiles\":{\"db-password\":\"db-password\",\"tls.key\":\"key\"},"
                        + "\"labels\":{\"team\":\"a\"}}}");
    }

    @Test
    void says_when_a_call_is_tried_again() {
        server.on("PUT /v1/functions/hello", Answer.json(READY));

        Cli.of(server)
                .run(
                        "deploy",
                        "hello",
                        "--image=example.com/hello:1",
                        "--attempts=3",
                        "--backoff=2s",
                        "--max-backoff=1m",
                        "--retry-on=TIMED_OUT",
                        "--retry-on=EXITED",
                        "--max-age=5m",
                        "--delivery=at-least-once");

        assertThat(server.only().text())
                .isEqualTo("{\"image\":\"example.com/hello:1\",\"settings\":{\"retry\":{\"attempts\":3,"
                        + "\"backoff\":\"PT2S\",\"maxBackoff\":\"PT1M\",\"on\":[\"TIMED_OUT\",\"EXITED\"]},"
                        + "\"maxAge\":\"PT5M\",\"delivery\":\"at-least-once\"}}");
    }

    @Test
    void refuses_a_contract_without_an_image() throws IOException {
        var ran = Cli.of(server).run("deploy", "hello", source().toString(), "--contract=http");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).contains("--contract is given without --image");
    }

    @Test
    void asks_until_the_revision_is_ready() {
        server.on("PUT /v1/functions/hello", PREPARING)
                .on("GET /v1/functions/hello", revisionTwo("PREPARING"), revisionTwo("READY"));

        var ran = deployImage();

        assertThat(ran.stdout()).isEqualTo("hello revision 2 READY\n");
        assertThat(server.lines())
                .containsExactly("PUT /v1/functions/hello", "GET /v1/functions/hello", "GET /v1/functions/hello");
    }

    @Test
    void gives_up_when_the_wait_passes_and_ends_with_5() {
        server.on("PUT /v1/functions/hello", PREPARING).on("GET /v1/functions/hello", revisionTwo("PREPARING"));
        var cli = Cli.of(server);

        var ran = cli.run("deploy", "hello", "--image", "a", "--wait", "90s");

        assertThat(cli.time().passed()).isEqualTo(Duration.ofSeconds(90));
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("""
                Deploying hello…
                Revision 2 of hello is still being prepared after 90 s; look again with: describe hello
                """);
    }

    @Test
    void shows_why_a_revision_failed_with_its_log_and_ends_with_1() {
        server.on("PUT /v1/functions/hello", Answer.json("""
                {"function":"hello","revision":2,"state":"FAILED",
                "failure":{"reason":"LOAD_FAILED","message":"expected function.py to define handler(event)"},
                "log":"line 1\\nline 2\\n"}"""));

        var ran = deployImage();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("""
                Deploying hello…
                Revision 2 of hello failed: LOAD_FAILED: expected function.py to define handler(event)
                line 1
                line 2
                """);
    }

    @Test
    void fetches_the_log_of_a_failed_revision_where_the_answer_has_none() {
        server.on("PUT /v1/functions/hello", PREPARING)
                .on("GET /v1/functions/hello", revisionTwo("FAILED"))
                .on("GET /v1/functions/hello/revisions/2/log", Answer.text("stored log\n"));

        var ran = deployImage();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.stderr()).endsWith("Revision 2 of hello failed: IMAGE_MISSING: no such image\nstored log\n");
    }

    @Test
    void says_only_why_when_a_failed_revision_left_no_log() {
        server.on("PUT /v1/functions/hello", PREPARING)
                .on("GET /v1/functions/hello", revisionTwo("FAILED"))
                .on("GET /v1/functions/hello/revisions/2/log", Answer.problem(404, "nothing-stored", "No log"));

        var ran = deployImage();

        assertThat(ran.stderr()).endsWith("Revision 2 of hello failed: IMAGE_MISSING: no such image\n");
    }

    @Test
    void ends_with_2_when_the_server_finds_the_name_wrong() {
        server.on(
                "PUT /v1/functions/Bad_Name",
                Answer.problem(
                        400,
                        "invalid-value",
                        "The function name is not valid",
                        "offending",
                        "Bad_Name",
                        "expected",
                        "a-z"));

        var ran = Cli.of(server).run("deploy", "Bad_Name", "--image", "a");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("""
                Deploying Bad_Name…
                The function name is not valid
                got 'Bad_Name', expected a-z
                """);
    }

    @Test
    void refuses_a_directory_that_is_not_there_and_asks_the_server_nothing() {
        var ran = Cli.of(server).run("deploy", "hello", "/no/such/directory");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr())
                .isEqualTo("directory: got '/no/such/directory', expected an existing directory with the source\n");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void needs_either_a_directory_or_an_image() throws IOException {
        var neither = Cli.of(server).run("deploy", "hello");
        var both = Cli.of(server).run("deploy", "hello", source().toString(), "--image", "a");

        assertThat(neither.code()).isEqualTo(2);
        assertThat(neither.stderr()).isEqualTo("Neither a directory nor --image is given; expected one of them\n");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.stderr()).isEqualTo("Both a directory and --image are given; expected one of them\n");
    }

    @Test
    void refuses_a_number_of_cores_that_is_none() {
        var ran = Cli.of(server).run("deploy", "hello", "--image", "a", "--cpus", "half");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("--cpus: got 'half', expected a number such as 2 or 0.5\n");
    }

    @Test
    void refuses_a_variable_without_a_value() {
        var ran = Cli.of(server).run("deploy", "hello", "--image", "a", "--env", "NAME");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.stderr()).isEqualTo("--env: got 'NAME', expected NAME=VALUE\n");
    }

    private Ran deployImage() {
        return Cli.of(server).run("deploy", "hello", "--image", "a");
    }

    private static Answer revisionTwo(String state) {
        var failure = state.equals("FAILED") ? "{\"reason\":\"IMAGE_MISSING\",\"message\":\"no such image\"}" : "null";
        return Answer.json("""
                {"name":"hello","revisions":[{"revision":1,"state":"READY"},
                {"revision":2,"state":"%s","failure":%s}]}""".formatted(state, failure));
    }

    private Path source() throws IOException {
        Files.writeString(directory.resolve("function.py"), "def handler(event): return 1");
        return directory;
    }

    private static String firstFileIn(Received sent) throws IOException {
        var raw = new String(sent.body(), StandardCharsets.ISO_8859_1);
        var zip = raw.substring(raw.indexOf("PK")).getBytes(StandardCharsets.ISO_8859_1);
        try (var files = new ZipInputStream(new ByteArrayInputStream(zip))) {
            var name = files.getNextEntry().getName();
            return name + ": " + new String(files.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
