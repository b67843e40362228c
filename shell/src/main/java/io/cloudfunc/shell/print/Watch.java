package io.cloudfunc.shell.print;

import io.cloudfunc.shell.rest.Pause;
import java.time.Duration;

/** Shows something anew each second, on a terminal in the same place, until the person interrupts it. */
public final class Watch {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Console console;
    private final Pause pause;

    public Watch(Console console, Pause pause) {
        this.console = console;
        this.pause = pause;
    }

    public void repeating(Runnable show) {
        while (true) {
            console.clear();
            show.run();
            pause.of(EVERY);
        }
    }
}
