package io.cloudfunc.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import org.junit.jupiter.api.Test;

class InvokerRoleTest {

    @Test
    void is_one_or_both_with_a_comma() {
        assertThat(InvokerRole.named("router")).containsExactly(InvokerRole.ROUTER);
        assertThat(InvokerRole.named("worker , router")).containsExactly(InvokerRole.ROUTER, InvokerRole.WORKER);
    }

    @Test
    void refuses_another_word_and_says_what_it_expects() {
        assertThatThrownBy(() -> InvokerRole.named("router,query"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContainingAll("CLOUDFUNC_INVOKER_ROLES", "query", "router, worker, or both");
    }
}
