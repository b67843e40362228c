package io.cloudfunc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.chaos.Finding.Sort;
import io.cloudfunc.chaos.Reconciliation.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final long SEED = 1;
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final String BOX = "box";

    /** The number of a call that succeeds if nobody interferes. */
    private static final int CALL = IntStream.range(1, 100)
            .filter(number -> Call.of(SEED, number).kind() == Kind.FAST)
            .findFirst()
            .orElseThrow();

    private final Map<String, Integer> accepted = new HashMap<>(Map.of("id", CALL));
    private final Set<Integer> refused = new HashSet<>();
    private final Map<String, Story> stories = new HashMap<>();
    private final Map<Integer, List<Witness.Sighting>> sightings = new HashMap<>();
    private final List<Kill> kills = new ArrayList<>();
    private final Set<String> killedContainers = new HashSet<>();

    @Test
    void finds_nothing_where_a_call_was_accepted_ran_once_and_ended() {
        succeeds("id", CALL);

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_promise_of_which_nothing_is_stored_is_lost() {
        assertThat(findings()).containsExactly(Sort.LOST);
    }

    @Test
    void what_never_ended_is_lost_also_if_nobody_was_told_that_it_was_accepted() {
        accepted.clear();
        story("id", CALL);

        assertThat(findings()).containsExactly(Sort.LOST);
    }

    @Test
    void what_ended_twice_is_contradictory() {
        succeeds("id", CALL).ends.add(new Story.End(Call.SUCCEEDED, BOX, at(2)));

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void another_call_under_the_id_that_was_given_is_contradictory() {
        accepted.put("id", CALL + 1);
        succeeds("id", CALL);

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void a_call_that_is_stored_twice_is_contradictory() {
        succeeds("id", CALL);
        succeeds("other", CALL);

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void a_call_that_was_refused_and_is_stored_is_contradictory() {
        accepted.clear();
        refused.add(CALL);
        succeeds("id", CALL);

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void the_output_of_another_call_is_contradictory() {
        succeeds("id", CALL).output = "{\"call\": 0}";

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void a_success_that_the_witness_did_not_see_is_contradictory() {
        succeeds("id", CALL);
        sightings.clear();
        kills.add(new Kill(Part.SERVER, at(0), at(1)));

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void an_execution_of_what_was_never_stored_is_contradictory() {
        accepted.clear();
        sightings.put(CALL, List.of(new Witness.Sighting(BOX, at(1))));

        assertThat(findings()).containsExactly(Sort.CONTRADICTORY);
    }

    @Test
    void another_end_than_expected_is_unexplained_unless_its_own_container_was_killed() {
        var story = story("id", CALL);
        story.ends.add(new Story.End(Call.EXITED, BOX, at(1)));
        seen(story);

        assertThat(findings()).containsExactly(Sort.UNEXPLAINED);
        killedContainers.add(BOX);
        assertThat(findings()).isEmpty();
    }

    @Test
    void an_end_with_its_worker_lost_is_unexplained_unless_there_were_as_many_kills_as_attempts() {
        var story = story("id", CALL);
        story.lostAttempts = 1;
        story.ends.add(new Story.End(Call.WORKER_LOST, null, at(9)));
        seen(story);
        seen(story);

        kills.add(new Kill(Part.SERVER, at(1), at(2)));
        kills.add(new Kill(Part.CONTAINER, at(3), at(3)));
        assertThat(findings()).containsExactly(Sort.UNEXPLAINED);
        kills.add(new Kill(Part.SERVER, at(4), at(5)));
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_second_execution_is_unexplained_unless_something_was_killed_meanwhile() {
        var story = succeeds("id", CALL);
        seen(story);

        assertThat(findings()).containsExactly(Sort.UNEXPLAINED);
        kills.add(new Kill(Part.CONTAINER, at(100), at(100)));
        assertThat(findings()).containsExactly(Sort.UNEXPLAINED);
        kills.add(new Kill(Part.BROKER, at(0), at(1)));
        assertThat(findings()).isEmpty();
    }

    private Story succeeds(String id, int call) {
        var story = story(id, call);
        story.ends.add(new Story.End(Call.SUCCEEDED, BOX, at(1)));
        story.output = "{\"call\": %d}".formatted(call);
        sightings.remove(call);
        seen(story);
        return story;
    }

    private Story story(String id, int call) {
        var story = new Story(id, call, Call.of(SEED, call).kind().function(), at(0));
        stories.put(id, story);
        return story;
    }

    private void seen(Story story) {
        story.executions.add("execution-" + story.executions.size());
        sightings.computeIfAbsent(story.call, call -> new ArrayList<>()).add(new Witness.Sighting(BOX, at(1)));
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private List<Sort> findings() {
        return Reconciliation.of(new Evidence(SEED, accepted, refused, stories, sightings, kills, killedContainers))
                .stream()
                .map(Finding::sort)
                .toList();
    }
}
