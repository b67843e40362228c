package io.cloudfunc.command.open;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RatesTest {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final FunctionName OTHER = new FunctionName("other");

    private final SettableTime time = new SettableTime();
    private final Rates rates = new Rates(new RateBounds(0, 10), NamespaceBounds.NONE, time);

    @Test
    void lets_in_as_many_calls_of_a_second_at_once_and_then_one_for_each_part_of_it() {
        admit(HELLO, 10);
        refuses(HELLO);

        time.goOn(Duration.ofMillis(100));

        admit(HELLO, 1);
        refuses(HELLO);
    }

    @Test
    void saves_up_no_more_than_a_second() {
        time.goOn(Duration.ofHours(1));

        admit(HELLO, 10);
        refuses(HELLO);
    }

    @Test
    void counts_each_function_by_itself_where_nobody_has_a_key() {
        admit(HELLO, 10);

        admit(OTHER, 10);
    }

    @Test
    void counts_all_calls_of_a_namespace_together_where_those_are_bounded() {
        var bound = new NamespaceBounds(0, 0, 2, DataSize.ofBytes(0));
        var ofNamespaces = new Rates(new RateBounds(0, 0), bound, time);
        ofNamespaces.admit(new FunctionName("team-a.one"));
        ofNamespaces.admit(new FunctionName("team-a.two"));

        assertThatThrownBy(() -> ofNamespaces.admit(new FunctionName("team-a.three")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("namespace 'team-a'", "at most 2 a second");
        assertThatCode(() -> ofNamespaces.admit(HELLO)).doesNotThrowAnyException();
    }

    @Test
    void has_no_bound_where_that_is_0() {
        var unbounded = new Rates(new RateBounds(0, 0), NamespaceBounds.NONE, time);

        for (var i = 0; i < 1_000; i++) {
            assertThatCode(() -> unbounded.admit(HELLO)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> new RateBounds(-1, 0)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void lets_in_all_calls_of_a_batch_or_none() {
        rates.admit(HELLO, 4);

        assertThatThrownBy(() -> rates.admit(HELLO, 7))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("at most 10 a second");
        assertThatCode(() -> rates.admit(HELLO, 6)).doesNotThrowAnyException();
    }

    private void admit(FunctionName function, int calls) {
        for (var i = 0; i < calls; i++) {
            assertThatCode(() -> rates.admit(function)).doesNotThrowAnyException();
        }
    }

    private void refuses(FunctionName function) {
        assertThatThrownBy(() -> rates.admit(function))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("at most 10 a second");
    }

    private static final class SettableTime implements TimeMeter {

        private long now;

        private void goOn(Duration time) {
            now += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
