package io.cloudfunc.chaos;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/** Kills parts at random, by seed: when and which. One at a time; the next comes after everything is back. */
final class Killer {

    private final Installation installation;
    private final Plan plan;
    private final Clock clock;
    private final PrintStream progress;
    private final Random random;
    private final List<Kill> done = new CopyOnWriteArrayList<>();

    Killer(Installation installation, Plan plan, Clock clock, PrintStream progress) {
        this.installation = installation;
        this.plan = plan;
        this.clock = clock;
        this.progress = progress;
        this.random = new Random(plan.seed());
    }

    /**
     * Blocks until the last kill.
     *
     * @param accepted how many calls are accepted by now
     */
    void run(IntSupplier accepted) {
        var turns = turns();
        var moments =
                random.ints(plan.kills(), 1, Math.max(2, plan.calls())).sorted().toArray();
        for (var i = 0; i < moments.length; i++) {
            var moment = moments[i];
            Waiting.until(() -> accepted.getAsInt() >= moment);
            kill(turns.get(i));
        }
    }

    List<Kill> done() {
        return List.copyOf(done);
    }

    private List<Part> turns() {
        var turns = new ArrayList<Part>();
        while (turns.size() < plan.kills()) {
            var round = new ArrayList<>(installation.parts());
            Collections.shuffle(round, random);
            turns.addAll(round);
        }
        return turns;
    }

    /** A part that is not there at the moment, such as a container, soon is. */
    private void kill(Part part) {
        var at = clock.instant();
        if (!Waiting.atMost(Plan.PATIENCE, () -> installation.kill(part))) {
            progress.println("There is no " + part.title() + " to kill");
            return;
        }
        progress.println("Killed: " + part.title());
        if (part != Part.CONTAINER) {
            installation.restore();
        }
        done.add(new Kill(part, at, clock.instant()));
    }
}
