package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

    @Test
    void writes_a_process_down_as_the_launcher_reads_it() throws IOException {
        var pid = ProcessHandle.current().pid();

        var record = ProcessTable.recordOf(pid);

        assertThat(record).matches(pid + " [0-9]+ [0-9a-f-]{36}\n").isEqualTo(ProcessTable.recordOf(pid));
    }

    @Test
    void what_compilers_take_is_a_part_of_what_their_process_does() throws IOException {
        var pid = ProcessHandle.current().pid();

        var compilers = ProcessTable.now().compilerTicksOf(pid);

        var all = ProcessTable.now().treeOf(pid).stream()
                .mapToLong(ProcessTable.Entry::cpuTicks)
                .sum();
        assertThat(compilers).isPositive().isLessThan(all);
    }
}
