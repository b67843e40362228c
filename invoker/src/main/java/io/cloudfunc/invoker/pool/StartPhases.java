package io.cloudfunc.invoker.pool;

import java.time.Duration;

/** How long the parts of a start took; zero for what was not reached or not needed. */
public record StartPhases(Duration create, Duration start, Duration ready) {

    public static final StartPhases NONE = new StartPhases(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public Duration sum() {
        return create.plus(start).plus(ready);
    }

    StartPhases created(Duration took) {
        return new StartPhases(took, start, ready);
    }

    StartPhases started(Duration took) {
        return new StartPhases(create, took, ready);
    }

    StartPhases ready(Duration took) {
        return new StartPhases(create, start, took);
    }
}
