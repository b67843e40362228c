package io.cloudfunc.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InvokerRoleTest {

    @Test
    void is_one_or_both_with_a_comma() {
        assertThat(InvokerRole.named("router")).containsExactly(InvokerRole.ROUTER);
        assertThat(InvokerRole.named("worker , router")).containsExactly(InvokerRole.ROUTER, InvokerRole.WORKER);
    }

    @Test
    void says_which_one_is_missing() {
        assertThat(InvokerRole.with(InvokerRole.ROUTER, Set.of(InvokerRole.ROUTER)))
                .containsExactly(InvokerRole.ROUTER);

        assertThatThrownBy(() -> InvokerRole.with(InvokerRole.ROUTER, Set.of(InvokerRole.WORKER)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContainingAll("CLOUDFUNC_INVOKER_ROLES", "worker", "router among them");
    }

    @Test
    void refuses_another_word_and_says_what_it_expects() {
        assertThatThrownBy(() -> InvokerRole.named("router,query"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContainingAll("CLOUDFUNC_INVOKER_ROLES", "query", "router, worker, or both");
    }
}
