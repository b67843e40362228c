package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import java.time.Duration;

/** Lets time pass between two looks. */
public interface Pause {

    void of(Duration duration);

    /** Of the wall clock. An interrupt ends the command. */
    static void asleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            throw new CommandFailedException(ExitCode.INTERRUPTED, "Interrupted");
        }
    }
}
