package io.cloudfunc.shell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.Seal;
import io.cloudfunc.trail.SealJson;
import io.cloudfunc.trail.SigningKey;
import io.cloudfunc.trail.TrailEvent;
import io.cloudfunc.trail.TrailFormat;
import io.cloudfunc.trail.TrailLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailTest {

    private static final TrailEvent EVENT =
            new TrailEvent(1, "id-1", "Function", "hello", 0, "a.Type", null, "2026-01-31T00:00:00Z", "{}", "{}");

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void verifies_at_the_server_and_ends_with_0_when_all_is_as_sealed() {
        server.on("GET /v1/audit/verify", Answer.json("""
                {"valid":true,"events":3,"leftOut":0,"unsealed":1,"signersKnown":true,"wrong":0,\
                "signers":["sha256:ab"],"checkpoint":{"number":2,"at":"2026-01-31T00:00:00Z"},"findings":[]}"""));

        var ran = Cli.of(server).run("audit", "verify");

        assertThat(ran.stdout()).isEqualTo("""
                valid       true
                events      3
                leftOut     0
                unsealed    1
                wrong       0
                checkpoint  2
                sealed at   2026-01-31T00:00:00Z
                signer      sha256:ab
                """);
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void gives_the_server_the_checkpoint_that_was_kept_apart() throws IOException {
        var kept = write("kept.json", SealJson.write(seal().checkpoint()).toString() + "\n");
        server.on("GET /v1/audit/verify?checkpoint=*", Answer.json("{\"valid\":true}"));

        assertThat(Cli.of(server).run("audit", "verify", "--checkpoint", kept).code())
                .isZero();
        assertThat(server.only().line()).contains("%22number%22%3A1");
    }

    @Test
    void names_the_first_bad_event_of_an_export_offline_and_ends_with_1() throws IOException {
        var export = write("trail.jsonl", exported().replace("\"sequence\":0", "\"sequence\":7"));

        var ran = Cli.without().run("audit", "verify", "--file", export);

        assertThat(ran.stdout()).contains("CHANGED  1         id-1");
        assertThat(ran.stderr()).contains("No signer was expected").contains("The trail is not what was sealed");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void verifies_an_export_offline_by_a_checkpoint_that_was_kept_apart() throws IOException {
        var export = write("trail.jsonl", exported());
        var kept = write("kept.json", SealJson.write(seal().checkpoint()).toString());

        var ran = Cli.without().run("audit", "verify", "--file", export, "--checkpoint", kept);

        assertThat(ran.stdout()).startsWith("valid       true\n");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void says_what_it_expects_of_a_file() throws IOException {
        var other = write("other", "nothing of ours");

        assertThat(Cli.without().run("audit", "verify", "--file", other).stderr())
                .contains("expected an export of events (line 1: not a line of an exported trail)");
        assertThat(Cli.without().run("audit", "export").stderr()).isEqualTo("audit export needs --file\n");
    }

    @Test
    void exports_what_is_asked_for_into_a_file() throws IOException {
        server.on(
                "GET /v1/audit/events?function=hello&from=2026-01-31T00%3A00%3A00Z&format=cloudevents",
                Answer.text("x\n"));
        var file = directory.resolve("trail");

        var ran = Cli.of(server)
                .run(
                        "audit",
                        "export",
                        "--file",
                        file.toString(),
                        "--function",
                        "hello",
                        "--from",
                        "2026-01-31T00:00:00Z",
                        "--format",
                        "cloudevents");

        assertThat(ran.code()).isZero();
        assertThat(file).hasContent("x");
    }

    private String exported() {
        var format = TrailFormat.JSONL;
        return String.join(
                "\n",
                format.write(new TrailLine.Head(null)),
                format.write(new TrailLine.Sealed(seal())),
                format.write(new TrailLine.Event(EVENT)));
    }

    private Seal seal() {
        return Seal.of(
                List.of(EVENT), Checkpoint.NO_HEAD, 1, 0, Instant.EPOCH, SigningKey.in(directory.resolve("keys")));
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
