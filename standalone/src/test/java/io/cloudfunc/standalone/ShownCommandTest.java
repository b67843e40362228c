package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownCommandTest {

    private static final String PAGE = """
            # A page

            ```console
            $ cat >file <<'END'
            > one
            > END
            $ show
            ID  AT
            …   now …
            …
            end
            ```

            ```
            $ not run
            ```
            """;

    private final List<ShownCommand> shown = ShownCommand.on(PAGE);

    @Test
    void is_read_from_the_console_blocks_of_a_page() {
        assertThat(shown).extracting(ShownCommand::command).containsExactly("cat >file <<'END'\none\nEND", "show");
        assertThat(shown.getFirst().output()).isEmpty();
    }

    @Test
    void prints_what_is_shown_but_for_what_differs_each_time() {
        assertThat(shown.getFirst().prints("")).isTrue();
        assertThat(shown.getLast().prints("ID   AT\n1    now or then\nend\n")).isTrue();
        assertThat(shown.getLast().prints("ID   AT\n1    now or then\nmore\nand more\nend\n"))
                .isTrue();
    }

    @Test
    void does_not_print_anything_else() {
        assertThat(shown.getFirst().prints("oops\n")).isFalse();
        assertThat(shown.getLast().prints("ID   AT\n1    then\nend\n")).isFalse();
        assertThat(shown.getLast().prints("ID   AT\n1    now\n")).isFalse();
    }
}
