package io.cloudfunc.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    Path directory;

    @Test
    void has_every_call_that_was_accepted() throws Exception {
        try (var ledger = Ledger.at(directory.resolve("ledger"))) {
            ledger.accepted(1, "a");
            ledger.accepted(2, "b");

            assertThat(ledger.size()).isEqualTo(2);
            assertThat(ledger.read()).isEqualTo(Map.of("a", 1, "b", 2));
        }
    }

    @Test
    void is_never_continued_by_another_run() throws Exception {
        Ledger.at(directory.resolve("ledger")).close();

        assertThatThrownBy(() -> Ledger.at(directory.resolve("ledger"))).isInstanceOf(FileAlreadyExistsException.class);
    }
}
