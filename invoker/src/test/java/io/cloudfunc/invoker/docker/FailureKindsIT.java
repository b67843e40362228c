package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.ContainerEngineContract;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way a function fails: by which name, with which words, what becomes of its container, and whose log it is. */
class FailureKindsIT extends RealEngine {

    private enum Fate {
        STAYS,
        STOPPED
    }

    /** Two streams, hence in any order. */
    private static final String[] MINE = {"out of mine\n", "err of mine\n"};

    /** Says something on both streams before it does the deed of the row. */
    private static final String HANDLER = """
            import os, sys, time

            def handler(event):
                print("out of mine")
                print("err of mine", file=sys.stderr)
                %s
            """;

    private static final String LISTENER = """
            def answer(connection):
                print("out of mine", flush=True)
                os.write(2, b"err of mine\\n")
                connection.sendall(%s)

            serve(listen(), answer)
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # kind           | deed                            | message                                          | container
            HANDLER_RAISED   | raise ValueError('no luck')     | ValueError: no luck                              | STAYS
            BAD_OUTPUT       | return object()                 | JSON                                             | STAYS
            EXITED           | os._exit(3)                     | process ended with exit code 3 during the call   | STOPPED
            OUT_OF_MEMORY    | return len(bytearray(1 << 29))  | for using more than its memory limit             | STOPPED
            TIMED_OUT        | time.sleep(3600)                | ran longer than its timeout of PT2S              | STOPPED
            OUTPUT_TOO_LARGE | return 'x' * (1 << 20)          | larger than 65,536 bytes                        | STOPPED
            """)
    void a_call_fails(FailureKind kind, String deed, String message, Fate fate) {
        var limit = kind == FailureKind.TIMED_OUT ? Duration.ofSeconds(2) : LONG;
        assertFailsBesideAnother(sources.source(HANDLER.formatted(deed)), limit, kind, message, fate);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # kind           | answer                                                 | message                  | container
            PROTOCOL_BROKEN  | b'220 ready for mail\\r\\n'                            | 220 ready for mail       | STOPPED
            PROTOCOL_BROKEN  | b'HTTP/1.1 302 Found\\r\\nContent-Length: 0\\r\\n\\r\\n' | answered with status 302 | STOPPED
            TIMED_OUT        | b'HTTP/1.1 504 Late\\r\\nContent-Length: 0\\r\\n\\r\\n'  | gave up by itself        | STOPPED
            """)
    void an_image_answers_otherwise(FailureKind kind, String answer, String message, Fate fate) {
        assertFailsBesideAnother(sources.listening(LISTENER.formatted(answer)), LONG, kind, message, fate);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # kind        | source                     | message
            LOAD_FAILED   | x = 1                      | handler
            LOAD_FAILED   | raise ImportError('no y')  | ImportError: no y
            EXITED        | os._exit(7)                | exit code 7
            OUT_OF_MEMORY | bytearray(1 << 29)         | for using more than its memory limit
            START_FAILED  | time.sleep(3600)           | did not listen within PT3S
            """)
    void a_container_does_not_start(FailureKind kind, String source, String message) {
        var program = """
                import os, sys, time
                print("out of mine", flush=True)
                print("err of mine", file=sys.stderr, flush=True)
                %s
                """.formatted(source);
        try (var sandbox = engine.create(TestEngine.spec("guest", sources.source(program)))) {
            var uid = uid(sandbox);
            sandbox.start();
            var limit = kind == FailureKind.START_FAILED ? Duration.ofSeconds(3) : LONG;

            var failure = catchThrowableOfType(EngineException.class, () -> sandbox.awaitReady(limit));

            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(message);
            assertThat(failure.log()).asString(UTF_8).contains(MINE);
            sandbox.close();
            assertThat(HostProcesses.of(uid)).isZero();
        }
    }

    @Test
    void an_image_is_missing() {
        var image = new ImageReference(ContainerEngineContract.MISSING_IMAGE);
        var spec = specOf(image, directory, Settings.DEFAULT);

        var failure = catchThrowableOfType(EngineException.class, () -> engine.create(spec));

        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_MISSING);
        assertThat(failure).hasMessageContaining("There is no image '%s'", image);
        assertThat(engine.owned()).isEmpty();
    }

    @Test
    void the_command_of_an_image_is_missing() throws IOException {
        var image = images.with("ENTRYPOINT [\"/no/such/command\"]");
        try (var sandbox = engine.create(specOf(image, directory, Settings.DEFAULT))) {
            var failure = catchThrowableOfType(EngineException.class, sandbox::start);

            assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
            assertThat(failure).hasMessageContaining("/no/such/command");
        }
    }

    /** The other one writes all the while. */
    private void assertFailsBesideAnother(Path source, Duration limit, FailureKind kind, String message, Fate fate) {
        var neighbours = sources.handler("import sys; print('theirs'); print('theirs', file=sys.stderr)");
        var over = new AtomicBoolean();
        try (var mine = ready(source);
                var theirs = ready(TestEngine.spec("neighbour", neighbours))) {
            var neighbour = CompletableFuture.runAsync(() -> assertWritesItsOwnUntil(over, theirs));

            var answer = fault(mine, limit);

            assertThat(answer.kind()).as(answer.message()).isEqualTo(kind);
            assertThat(answer.message()).contains(message);
            assertThat(answer.log()).asString(UTF_8).contains(MINE).doesNotContain("theirs");
            assertFate(fate, mine, answer);
            over.set(true);
            neighbour.join();
        }
    }

    private void assertFate(Fate fate, Sandbox sandbox, Answer.Fault answer) {
        switch (fate) {
            case STAYS -> {
                assertThat(answer.reusable()).isTrue();
                assertThat(fault(sandbox).log())
                        .asString(UTF_8)
                        .containsOnlyOnce(MINE[0])
                        .containsOnlyOnce(MINE[1]);
            }
            case STOPPED -> {
                assertThat(answer.reusable()).isFalse();
                var uid = uid(sandbox);
                await().untilAsserted(() -> assertThat(HostProcesses.of(uid)).isZero());
            }
        }
    }

    private static void assertWritesItsOwnUntil(AtomicBoolean over, Sandbox sandbox) {
        do {
            assertThat(output(sandbox).log()).asString(UTF_8).isEqualTo("theirs\ntheirs\n");
        } while (!over.get());
    }
}
