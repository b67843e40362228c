package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.pool.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs what is due when a test lets time go on. */
final class SettableTimer implements Later {

    private record Planned(Instant due, Runnable task) {}

    private final SettableClock clock;
    private final List<Planned> planned = new ArrayList<>();

    SettableTimer(SettableClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Runnable in(Duration delay, Runnable task) {
        var plan = new Planned(clock.instant().plus(delay), task);
        planned.add(plan);
        return () -> callOff(plan);
    }

    void goOn(Duration by) {
        clock.goOn(by);
        due().forEach(plan -> plan.task().run());
    }

    synchronized int planned() {
        return planned.size();
    }

    private synchronized List<Planned> due() {
        var due = planned.stream()
                .filter(plan -> !plan.due().isAfter(clock.instant()))
                .sorted(Comparator.comparing(Planned::due))
                .toList();
        planned.removeAll(due);
        return due;
    }

    private synchronized void callOff(Planned plan) {
        planned.remove(plan);
    }
}
