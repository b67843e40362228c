package io.cloudfunc.query.function;

import static io.cloudfunc.query.Facts.CODE;
import static io.cloudfunc.query.Facts.at;
import static io.cloudfunc.query.Facts.deployed;
import static io.cloudfunc.query.Facts.failed;
import static io.cloudfunc.query.Facts.identity;
import static io.cloudfunc.query.Facts.ready;
import static io.cloudfunc.query.Facts.removed;
import static io.cloudfunc.query.Facts.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.query.function.FunctionView.LifeView;
import io.cloudfunc.query.function.FunctionView.State;
import org.junit.jupiter.api.Test;

class FunctionFoldTest {

    @Test
    void a_deployed_function_prepares_its_first_revision_and_none_serves() {
        var view = fold(deployed("hello", 1, 1, 0));

        assertThat(view.state()).isEqualTo(State.PREPARING);
        assertThat(view.servingRevision()).isNull();
        assertThat(view.latestRevision()).isOne();
        assertThat(view.deployedAt()).isEqualTo(at(0));
        assertThat(view.lives()).containsExactly(new LifeView(1, at(0), null));
        assertThat(view.revisions())
                .containsExactly(new RevisionView(
                        1, RevisionView.State.PREPARING, CODE, null, Settings.DEFAULT, at(0), null, null, null));
    }

    @Test
    void a_ready_revision_serves() {
        var view = fold(deployed("hello", 1, 1, 0), ready("hello", 1, 1, 5));

        assertThat(view.state()).isEqualTo(State.READY);
        assertThat(view.servingRevision()).isOne();
        assertThat(view.revisions().getFirst().readyAt()).isEqualTo(at(5));
        assertThat(view.revisions().getFirst().identity()).isEqualTo(identity(1));
    }

    @Test
    void a_function_whose_only_revision_failed_says_why() {
        var view = fold(deployed("hello", 1, 1, 0), failed("hello", 1, 1, "no handler", null, 5));

        assertThat(view.state()).isEqualTo(State.FAILED);
        assertThat(view.servingRevision()).isNull();
        assertThat(view.revisions().getFirst().failedAt()).isEqualTo(at(5));
        assertThat(view.revisions().getFirst().failure())
                .isEqualTo(new RevisionView.Failure(FailureKind.LOAD_FAILED, "no handler", null));
    }

    @Test
    void a_failed_revision_leaves_the_one_before_it_serving() {
        var view = fold(
                deployed("hello", 1, 1, 0),
                ready("hello", 1, 1, 1),
                deployed("hello", 1, 2, 2),
                failed("hello", 1, 2, "no handler", null, 3));

        assertThat(view.state()).isEqualTo(State.READY);
        assertThat(view.servingRevision()).isOne();
        assertThat(view.latestRevision()).isEqualTo(2);
        assertThat(view.deployedAt()).isEqualTo(at(2));
    }

    @Test
    void a_function_is_prepared_again_after_a_failure() {
        var view = fold(
                deployed("hello", 1, 1, 0), failed("hello", 1, 1, "no handler", null, 1), deployed("hello", 1, 2, 2));

        assertThat(view.state()).isEqualTo(State.PREPARING);
    }

    @Test
    void a_revision_that_becomes_ready_after_a_newer_one_does_not_take_over() {
        var view = fold(
                deployed("hello", 1, 1, 0),
                deployed("hello", 1, 2, 1),
                ready("hello", 1, 2, 2),
                ready("hello", 1, 1, 3));

        assertThat(view.servingRevision()).isEqualTo(2);
        assertThat(view.revisions()).extracting(RevisionView::state).containsOnly(RevisionView.State.READY);
    }

    @Test
    void a_rollback_lets_the_earlier_revision_serve_until_a_newer_one_is_ready() {
        var rolledBack = fold(
                deployed("hello", 1, 1, 0),
                ready("hello", 1, 1, 1),
                deployed("hello", 1, 2, 2),
                ready("hello", 1, 2, 3),
                rolledBack("hello", 1, 1, 4));
        assertThat(rolledBack.servingRevision()).isOne();

        var deployedAgain = fold(rolledBack, deployed("hello", 1, 3, 5), ready("hello", 1, 3, 6));

        assertThat(deployedAgain.servingRevision()).isEqualTo(3);
    }

    @Test
    void a_removed_function_keeps_its_revisions_and_the_end_of_its_life() {
        var view = fold(deployed("hello", 1, 1, 0), ready("hello", 1, 1, 1), removed("hello", 1, 9));

        assertThat(view.state()).isEqualTo(State.REMOVED);
        assertThat(view.removed()).isTrue();
        assertThat(view.removedAt()).isEqualTo(at(9));
        assertThat(view.revisions()).hasSize(1);
        assertThat(view.lives()).containsExactly(new LifeView(1, at(0), at(9)));
    }

    @Test
    void a_second_life_begins_anew_and_knows_the_first() {
        var view = fold(
                deployed("hello", 1, 1, 0),
                ready("hello", 1, 1, 1),
                removed("hello", 1, 9),
                deployed("hello", 2, 1, 20));

        assertThat(view.life()).isEqualTo(2);
        assertThat(view.state()).isEqualTo(State.PREPARING);
        assertThat(view.servingRevision()).isNull();
        assertThat(view.removedAt()).isNull();
        assertThat(view.revisions()).hasSize(1);
        assertThat(view.lives()).containsExactly(new LifeView(1, at(0), at(9)), new LifeView(2, at(20), null));
    }

    @Test
    void a_history_that_does_not_begin_with_a_deploy_is_an_error_that_names_the_function() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold(ready("hello", 1, 1, 0)))
                .withMessageContaining("hello");
    }

    private static FunctionView fold(FunctionEvent... events) {
        return fold((FunctionView) null, events);
    }

    private static FunctionView fold(FunctionView before, FunctionEvent... events) {
        var view = before;
        for (var event : events) {
            view = new FunctionFold().apply(view, event);
        }
        return view;
    }
}
