package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.Sandbox;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image made with the official Fn FDK for Node, as npm has it. */
class FnFdkIT extends RealEngine {

    private static final String PACKAGE = "fnproject-fdk-0.0.76.tgz";

    /** What npm tells of {@code @fnproject/fdk@0.0.76} as {@code dist.integrity}. */
    private static final String INTEGRITY =
            "VE08976THjuE8D4kjttY38XTMeXFDOXRIETTM++MBTK3M0L31QQnNc9shDHNJGydQtrHXS1uV6FNAiqUPvvWfA==";

    private static final String FUNCTION = """
            const fdk = require('@fnproject/fdk')

            fdk.handle((input, context) => {
              console.log('called')
              if (!input.name) throw new Error('no luck')
              context.responseContentType = 'application/json'
              return { message: 'Hello ' + input.name }
            })
            """;

    private SandboxSpec spec;

    @BeforeEach
    void makeImage() throws IOException, InterruptedException {
        var context = Files.createTempDirectory(directory, "fdk");
        var modules = Files.createDirectories(context.resolve("function/node_modules/@fnproject/fdk"));
        Files.writeString(context.resolve("function/func.js"), FUNCTION);
        var archive = context.resolve(PACKAGE);
        Files.write(archive, archived());
        unpack(archive, modules);
        var image = images.of(
                new ImageReference(TestEngine.required("CLOUDFUNC_TEST_NODE_IMAGE")),
                "COPY function /function\nWORKDIR /function\nENTRYPOINT [\"node\", \"func.js\"]",
                context);
        spec = new SandboxSpec(TestEngine.spec("fdk", directory).function(), 1, 1, image, null, null, Settings.DEFAULT);
    }

    @Test
    void is_the_package_that_npm_has() throws GeneralSecurityException {
        var hash = MessageDigest.getInstance("SHA-512").digest(archived());

        assertThat(Base64.getEncoder().encodeToString(hash)).isEqualTo(INTEGRITY);
    }

    @Test
    void answers_calls_without_a_network() {
        try (var sandbox = ready(spec)) {
            var first = (Answer.Output) call(sandbox, "{\"name\":\"Ada\"}");
            var second = (Answer.Output) call(sandbox, "{\"name\":\"Grace\"}");

            assertThat(first.body()).asString(UTF_8).isEqualTo("{\"message\":\"Hello Ada\"}");
            assertThat(first.contentType()).startsWith("application/json");
            assertThat(first.log()).asString(UTF_8).contains("called");
            assertThat(second.body()).asString(UTF_8).isEqualTo("{\"message\":\"Hello Grace\"}");
            assertThat(inspect(sandbox.id()).getHostConfig().getNetworkMode()).isEqualTo("none");
        }
    }

    @Test
    void can_be_called_again_after_its_handler_raised() {
        try (var sandbox = ready(spec)) {
            var raised = (Answer.Fault) call(sandbox, "{}");

            assertThat(raised.kind()).isEqualTo(FailureKind.HANDLER_RAISED);
            assertThat(raised.reusable()).isTrue();
            assertThat(call(sandbox, "{\"name\":\"Ada\"}")).isInstanceOf(Answer.Output.class);
        }
    }

    private static Answer call(Sandbox sandbox, String json) {
        return sandbox.call(call(json, LONG));
    }

    private static byte[] archived() {
        try (var resource = FnFdkIT.class.getResourceAsStream("/fdk/" + PACKAGE)) {
            return resource.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void unpack(Path archive, Path target) throws IOException, InterruptedException {
        var tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "--strip-components=1", "-C", target.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
    }
}
