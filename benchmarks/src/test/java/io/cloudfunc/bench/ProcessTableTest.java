package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

    @Test
    void writes_a_process_down_as_the_launcher_reads_it() throws IOException {
        var pid = ProcessHandle.current().pid();

        var record = ProcessTable.recordOf(pid);

        assertThat(record).matches(pid + " [0-9]+ [0-9a-f-]{36}\n").isEqualTo(ProcessTable.recordOf(pid));
    }

    /** Of a JVM's own count, which is of the time that passes while they compile. */
    @Test
    void counts_what_the_compilers_of_a_jvm_take_and_nothing_else() {
        var pid = ProcessHandle.current().pid();

        var millis = ProcessTable.compilerTicks(pid) * ProcessTable.MILLIS_OF_TICK;

        var compiling = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        assertThat(millis).isPositive().isLessThan(compiling + compiling / 2);
    }

    @Test
    void a_process_that_has_ended_has_no_compilers() {
        assertThat(ProcessTable.compilerTicks(Long.MAX_VALUE)).isZero();
    }
}
