package io.cloudfunc.shell.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class CardTest {

    private final Card card = new Card()
            .line("Name", "hello")
            .line("Settings", "warm for 60 s, timeout 30 s")
            .line("Id", "0123456789012345678901234567890123456789");

    @Test
    void shows_values_whole_where_there_is_no_terminal() {
        assertThat(card.lines(console(false)))
                .containsExactly(
                        "Name      hello",
                        "Settings  warm for 60 s, timeout 30 s",
                        "Id        0123456789012345678901234567890123456789");
    }

    @Test
    void breaks_long_values_between_words_on_a_terminal() {
        assertThat(card.lines(console(true)))
                .containsExactly(
                        "Name      hello",
                        "Settings  warm for 60 s,",
                        "          timeout 30 s",
                        "Id        0123456789012345678901234567890123456789");
    }

    private static Console console(boolean terminal) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Console(nowhere, nowhere, terminal, false, () -> 26);
    }
}
