package io.cloudfunc.shell.function;

import java.nio.file.Path;
import java.util.List;

/** The programs of this machine. */
interface Tools {

    /**
     * Runs one to its end.
     *
     * @param words program and arguments
     * @throws io.cloudfunc.shell.exit.CommandFailedException if it is not there, or fails; with the end of what it wrote
     */
    void run(List<String> words, Path directory);
}
