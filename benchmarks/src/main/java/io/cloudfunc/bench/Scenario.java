package io.cloudfunc.bench;

import java.io.IOException;

/** Something to measure on an installation that was started for it, and that is empty but for earlier scenarios. */
@FunctionalInterface
interface Scenario {

    /** What was measured; what happens meanwhile is told on stderr. */
    Figures measure(Installation installation) throws IOException;
}
