package io.cloudfunc.command.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.junit.jupiter.api.Test;

class CommandTargetsTest {

    /** Public, as commands are. */
    public record Rename(
            String name, @TargetAggregateIdentifier Integer id) {}

    public record Unmarked(String name) {}

    private final CommandTargets targets = new CommandTargets();

    @Test
    void a_command_is_for_what_is_marked_in_it() {
        var target = targets.resolveTarget(new GenericCommandMessage<>(new Rename("new", 7)));

        assertThat(target.getIdentifier()).isEqualTo("7");
        assertThat(target.getVersion()).isNull();
    }

    @Test
    void a_command_without_a_mark_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> targets.resolveTarget(new GenericCommandMessage<>(new Unmarked("new"))))
                .withMessageContaining("Unmarked");
    }

    @Test
    void what_is_no_record_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> targets.resolveTarget(new GenericCommandMessage<>("command")))
                .withMessageContaining("String is no record");
    }
}
