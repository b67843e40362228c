package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.engine.SandboxSpec;
import io.cloudfunc.invoker.engine.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Secrets that a function finds as files: in memory, for it alone, and there before it looks. */
class SecretFilesIT extends RealEngine {

    private static final Settings SETTINGS =
            Settings.DEFAULT.seeing(Map.of(), Map.of("db", new SecretName("db-password")));
    private static final String VALUE = "planted-4711";

    @Test
    void a_secret_is_a_file_in_memory_that_the_function_reads_and_cannot_change() {
        var source = sources.source("""
                import os

                def refusal(deed):
                    try:
                        deed()
                        return "did it"
                    except OSError as refused:
                        return refused.errno

                def handler(event):
                    path = "/run/secrets/db"
                    kind = [line.split()[2] for line in open("/proc/mounts") if line.split()[1] == "/run/secrets"]
                    state = os.stat(path)
                    return [open(path).read(), kind, oct(state.st_mode), state.st_uid == os.getuid(),
                            refusal(lambda: open(path + ".new", "w")), refusal(lambda: os.remove(path)),
                            refusal(lambda: os.chmod(path, 0o666))]
                """);
        try (var sandbox = ready(spec(TestEngine.PYTHON, Contract.FN, source))) {
            assertThat(result(sandbox))
                    .isEqualTo("[\"%s\", [\"tmpfs\"], \"0o100440\", false, 13, 13, 1]".formatted(VALUE));
            assertThat(inspect(sandbox.id()).toString()).doesNotContain(VALUE);
        }
    }

    @Test
    void a_secret_is_there_before_the_first_instruction_whatever_the_contract() throws IOException {
        var program = "print(open('/run/secrets/db').read(), end='')";
        try (var sandbox = ready(spec(images.withProgram(program), Contract.STDIO, null))) {
            assertThat(result(sandbox)).isEqualTo(VALUE);
        }
    }

    @Test
    void a_container_made_ahead_or_in_a_network_made_ahead_finds_what_there_is_when_it_is_claimed() throws IOException {
        var image = images.withProgram("print(open('/run/secrets/db').read(), end='')");
        var spec = spec(image, Contract.STDIO, null);
        var unfilled = new SandboxSpec(spec.function(), 1, 1, image, Contract.STDIO, null, SETTINGS);
        for (var blueprint : List.of(
                new Blueprint.WaitingSandbox(unfilled), (Blueprint) new Blueprint.EmptyNetwork(TestEngine.PYTHON))) {
            var sandbox = engine.prepare(blueprint).claim(spec);
            sandbox.start();
            sandbox.awaitReady(LONG);
            try (sandbox) {
                assertThat(result(sandbox)).isEqualTo(VALUE);
            }
        }
    }

    @Test
    void a_waiting_runtime_suits_no_function_with_secret_files() {
        var runtime = new Blueprint.WaitingRuntime(TestEngine.PYTHON, true);

        assertThat(runtime.suits(spec(TestEngine.PYTHON, Contract.FN, directory)))
                .isFalse();
    }

    private static SandboxSpec spec(ImageReference image, Contract contract, @Nullable Path source) {
        var secrets = List.of(new SecretFile("db", VALUE.getBytes(UTF_8)));
        return new SandboxSpec(new FunctionName("guest"), 1, 1, image, contract, source, SETTINGS, secrets);
    }
}
