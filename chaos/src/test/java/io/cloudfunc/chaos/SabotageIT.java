package io.cloudfunc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.chaos.Finding.Sort;
import io.cloudfunc.chaos.Sabotage.Broken;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run can fail: it reports a server that breaks a promise, real process and all. */
@Tag("long")
class SabotageIT {

    private static final Plan PLAN = new Plan(120, 1, 3, Duration.ofSeconds(20));

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void a_run_reports_a_broken_promise(Broken promise) throws Exception {
        try (var server = ServerProcess.startIn(directory, Map.of(Sabotage.VARIABLE, promise.name()));
                var run = new ChaosRun(server, PLAN, directory, new PrintStream(OutputStream.nullOutputStream()))) {
            var summary = run.run(List.of());

            assertThat(summary.count(Sort.LOST))
                    .as(summary.json().toPrettyString())
                    .isPositive();
            assertThat(summary.clean()).isFalse();
        }
    }
}
