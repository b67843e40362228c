package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.RevisionSpec;
import io.cloudfunc.invoker.broker.Verdict;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.pool.Revisions;
import org.junit.jupiter.api.Test;

class PreparationTest {

    private static final Revisions HELLO = Revisions.of("hello");

    private final Bench bench = new Bench();

    @Test
    void a_revision_that_starts_is_ready_with_the_identity_of_its_code() {
        var verdict = bench.preparation.prepare(HELLO.spec());

        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports())
                .singleElement()
                .isInstanceOfSatisfying(
                        RecordRevisionReady.class,
                        ready -> assertThat(ready.identity()).isEqualTo(new CodeIdentity("sha256:hello", null)));
    }

    @Test
    void a_preparation_leaves_no_container_and_reports_none() {
        bench.preparation.prepare(HELLO.spec());
        bench.background.runAll();

        assertThat(bench.engine.created()).hasSize(1);
        assertThat(bench.engine.owned()).isEmpty();
        assertThat(bench.publisher.reports()).hasSize(1);
    }

    @Test
    void a_revision_that_does_not_start_failed_and_its_log_says_more() {
        bench.engine.registerBroken(
                "hello", new EngineException(FailureKind.LOAD_FAILED, "no handler", "trace".getBytes(UTF_8)));

        var verdict = bench.preparation.prepare(HELLO.spec());

        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports(RecordRevisionFailed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.reason()).isEqualTo(FailureKind.LOAD_FAILED);
                    assertThat(failed.said()).isNotNull();
                    assertThat(failed.log()).isNotNull();
                });
        assertThat(bench.publisher.payloadsOf(RecordRevisionFailed.class))
                .containsExactly("no handler".getBytes(UTF_8), "trace".getBytes(UTF_8));
    }

    @Test
    void an_image_whose_contract_nobody_told_says_to_name_it_when_it_does_not_listen() {
        bench.engine.registerBroken("hello", new EngineException(FailureKind.EXITED, "it ended", new byte[0]));
        var spec = HELLO.spec();
        var image = new Code.Image(((Code.Image) spec.code()).image(), Contract.HTTP);

        bench.preparation.prepare(spec);
        var untold = words();
        bench.preparation.prepare(
                new RevisionSpec(spec.function(), spec.life(), spec.revision(), image, spec.settings()));

        assertThat(untold)
                .isEqualTo("it ended; if the image does not speak the fn contract, name its own: http or stdio");
        assertThat(words()).isEqualTo("it ended");
    }

    @Test
    void a_revision_whose_image_is_missing_failed() {
        bench.preparation.prepare(Revisions.of("missing").spec());

        assertThat(bench.publisher.reports(RecordRevisionFailed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.reason()).isEqualTo(FailureKind.IMAGE_MISSING);
                    assertThat(failed.log()).isNull();
                });
    }

    @Test
    void a_revision_that_can_never_get_its_memory_failed() {
        bench.preparation.prepare(HELLO.memoryMiB(2_000).spec());

        assertThat(bench.publisher.reports(RecordRevisionFailed.class))
                .extracting(RecordRevisionFailed::reason)
                .containsExactly(FailureKind.START_FAILED);
    }

    @Test
    void without_an_engine_a_preparation_goes_back_and_no_more_is_taken() {
        bench.engine.setReachable(false);

        assertThat(bench.preparation.prepare(HELLO.spec())).isEqualTo(Verdict.GIVE_BACK_AND_PAUSE);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    @Test
    void a_preparation_whose_source_nobody_gives_now_goes_back() {
        bench.engine.register("python", call -> Bench.output("unused"));
        var source = new RevisionSpec(
                HELLO.spec().function(),
                1,
                1,
                new Code.Source(Runtime.PYTHON, "a".repeat(64)),
                HELLO.spec().settings());

        assertThat(bench.preparation.prepare(source)).isEqualTo(Verdict.GIVE_BACK);
    }

    @Test
    void a_source_whose_runtime_this_worker_does_not_have_says_which_and_what_to_do() {
        var source = new RevisionSpec(
                HELLO.spec().function(),
                1,
                1,
                new Code.Source(Runtime.JAVA, "a".repeat(64)),
                HELLO.spec().settings());

        bench.preparation.prepare(source);

        assertThat(bench.publisher.reports()).singleElement().satisfies(report -> {
            var failed = (RecordRevisionFailed) report;
            assertThat(failed.reason()).isEqualTo(FailureKind.IMAGE_MISSING);
            assertThat(words()).contains("no java runtime", "'java'", "./cloudfunc up", "cloudfunc.worker.images.java");
        });
    }

    @Test
    void a_revision_of_a_forgotten_function_is_nothing_to_report() {
        bench.pool.forget(HELLO.spec().lifeKey());

        assertThat(bench.preparation.prepare(HELLO.spec())).isEqualTo(Verdict.DONE);
        assertThat(bench.publisher.reports()).isEmpty();
    }

    private String words() {
        return new String(bench.publisher.payloadsOf(RecordRevisionFailed.class).getFirst(), UTF_8);
    }
}
