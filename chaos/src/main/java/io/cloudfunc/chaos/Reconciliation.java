package io.cloudfunc.chaos;

import io.cloudfunc.chaos.Finding.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Lays what was promised, what was stored, what was seen and what was killed side by side. */
final class Reconciliation {

    /** How long after everything is back a kill may still show its effects, such as messages delivered again. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    /**
     * What is known from where.
     *
     * @param accepted number of the call by id: the ledger
     * @param refused numbers of calls that were answered with a refusal
     * @param stories by id: the stored events
     * @param sightings by number of the call: the witness
     * @param killedContainers ids
     */
    record Evidence(
            long seed,
            Map<String, Integer> accepted,
            Set<Integer> refused,
            Map<String, Story> stories,
            Map<Integer, List<Witness.Sighting>> sightings,
            List<Kill> kills,
            Set<String> killedContainers) {}

    private static final Set<String> ENDS_OF_A_KILLED_CONTAINER = Set.of(Call.EXITED, "START_FAILED");

    private final Evidence evidence;
    private final List<Finding> findings = new ArrayList<>();
    private Set<Integer> known = Set.of();

    private Reconciliation(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Finding> of(Evidence evidence) {
        var reconciliation = new Reconciliation(evidence);
        evidence.accepted().forEach(reconciliation::promise);
        evidence.stories().values().forEach(reconciliation::story);
        reconciliation.sharedNumbers();
        evidence.sightings().keySet().forEach(reconciliation::sighted);
        return List.copyOf(reconciliation.findings);
    }

    private void promise(String id, int call) {
        var story = evidence.stories().get(id);
        if (story == null) {
            find(Sort.LOST, "call %d was accepted as %s, and nothing is stored", call, id);
        } else if (story.call != call) {
            find(Sort.CONTRADICTORY, "call %d was accepted as %s, which is call %d", call, id, story.call);
        }
    }

    private void story(Story story) {
        if (!story.over()) {
            find(Sort.LOST, "%s (call %d) never ended", story.id, story.call);
            return;
        }
        if (story.ends.size() > 1) {
            find(Sort.CONTRADICTORY, "%s ended %d times: %s", story.id, story.ends.size(), story.ends);
        }
        if (evidence.refused().contains(story.call)) {
            find(Sort.CONTRADICTORY, "call %d was refused, and is stored as %s", story.call, story.id);
        }
        ending(story, story.ends.getFirst());
        executions(story);
    }

    private void ending(Story story, Story.End end) {
        var call = Call.of(evidence.seed(), story.call);
        if (!call.kind().function().equals(story.function)) {
            find(Sort.CONTRADICTORY, "%s ran %s instead of %s", story.id, story.function, call.kind());
        }
        if (end.ending().equals(Call.SUCCEEDED)
                && !"{\"call\": %d}".formatted(story.call).equals(story.output)) {
            find(Sort.CONTRADICTORY, "%s (call %d) has the output %s", story.id, story.call, story.output);
        }
        if (!end.ending().equals(call.ending()) && !interfered(story, end) && !lostEachTime(story, end)) {
            find(
                    Sort.UNEXPLAINED,
                    "%s (call %d) ended as %s, expected %s",
                    story.id,
                    story.call,
                    end.ending(),
                    call.ending());
        }
    }

    /** Only a call whose own container was killed, be it while it started, may end otherwise than it would have. */
    private boolean interfered(Story story, Story.End end) {
        return ENDS_OF_A_KILLED_CONTAINER.contains(end.ending())
                && end.container() != null
                && evidence.killedContainers().contains(end.container());
    }

    /** A call whose worker was lost in each of its attempts, if as often something was killed that workers need. */
    private boolean lostEachTime(Story story, Story.End end) {
        var kills = killedBetween(story.requestedAt, end.at())
                .filter(kill -> kill.part() != Part.CONTAINER)
                .count();
        return end.ending().equals(Call.WORKER_LOST) && kills > story.lostAttempts;
    }

    /** Each execution that the witness saw, or the events tell of, and the other does not, needs a kill. */
    private void executions(Story story) {
        var seen = evidence.sightings().getOrDefault(story.call, List.of());
        var end = story.ends.getFirst();
        if (seen.isEmpty() && ranToItsEnd(end)) {
            find(
                    Sort.CONTRADICTORY,
                    "%s (call %d) ended as %s, and was never seen to run",
                    story.id,
                    story.call,
                    end.ending());
        }
        var last = seen.isEmpty() ? end.at() : later(end.at(), seen.getLast().at());
        var asExpected = seen.size() <= 1 && seen.size() == story.executions.size();
        if (!asExpected && !somethingWasKilled(story.requestedAt, last)) {
            find(
                    Sort.UNEXPLAINED,
                    "%s (call %d) was seen to run %d times, %d executions are stored, and nothing was killed",
                    story.id,
                    story.call,
                    seen.size(),
                    story.executions.size());
        }
    }

    private static boolean ranToItsEnd(Story.End end) {
        return end.ending().equals(Call.SUCCEEDED) || end.ending().equals(Call.RAISED);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private boolean somethingWasKilled(Instant from, Instant until) {
        return killedBetween(from, until).findAny().isPresent();
    }

    private Stream<Kill> killedBetween(Instant from, Instant until) {
        return evidence.kills().stream()
                .filter(kill ->
                        kill.at().isBefore(until) && kill.back().plus(AFTERMATH).isAfter(from));
    }

    private void sharedNumbers() {
        var ids = new HashMap<Integer, String>();
        for (var story : evidence.stories().values()) {
            var other = ids.put(story.call, story.id);
            if (other != null) {
                find(Sort.CONTRADICTORY, "call %d is stored twice, as %s and %s", story.call, other, story.id);
            }
        }
        known = Set.copyOf(ids.keySet());
    }

    private void sighted(int call) {
        if (!known.contains(call)) {
            find(Sort.CONTRADICTORY, "call %d was seen to run, and nothing is stored", call);
        }
    }

    private void find(Sort sort, String what, Object... values) {
        findings.add(new Finding(sort, what.formatted(values)));
    }
}
