package io.cloudfunc.shell.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table(
                    Column.whole("ID"), Column.number("N"), Column.text("TEXT"), Column.text("MORE"))
            .row("first", "1", "a long text of 24 letters", "more")
            .row("2", "12345", "", "");

    @Test
    void aligns_text_left_and_numbers_right_without_blanks_at_the_end() {
        assertThat(table.lines(file()))
                .containsExactly(
                        "ID         N  TEXT                       MORE",
                        "first      1  a long text of 24 letters  more",
                        "2      12345");
    }

    @Test
    void cuts_the_widest_text_to_fit_the_terminal() {
        assertThat(table.lines(terminal(40, false)))
                .containsExactly(
                        "ID         N  TEXT                  MORE",
                        "first      1  a long text of 24 l…  more",
                        "2      12345");
    }

    @Test
    void leaves_the_last_columns_out_where_cutting_is_not_enough() {
        assertThat(table.lines(terminal(20, false))).containsExactly("ID         N", "first      1", "2      12345");
    }

    @Test
    void keeps_the_first_column_whatever_the_width() {
        assertThat(table.lines(terminal(1, false))).containsExactly("ID", "first", "2");
    }

    @Test
    void colours_titles_and_states() {
        var states = new Table(Column.whole("STATE"), Column.whole("X"))
                .row("READY", "x")
                .row("FAILED", "y");

        assertThat(states.lines(terminal(80, true)))
                .containsExactly(
                        "\u001b[1mSTATE   X\u001b[0m", "\u001b[32mREADY \u001b[0m  x", "\u001b[31mFAILED\u001b[0m  y");
    }

    @Test
    void makes_text_from_elsewhere_harmless() {
        var hostile = new Table(Column.text("TEXT")).row(" two\nlines\tand\u001b[2Jan escape ");

        assertThat(hostile.lines(file())).containsExactly("TEXT", "two lines and·[2Jan escape");
    }

    private static Console file() {
        return console(false, 1, false);
    }

    private static Console terminal(int width, boolean coloured) {
        return console(true, width, coloured);
    }

    private static Console console(boolean terminal, int width, boolean coloured) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Console(nowhere, nowhere, terminal, coloured, () -> width);
    }
}
