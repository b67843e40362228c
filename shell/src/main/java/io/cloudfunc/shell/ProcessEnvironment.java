package io.cloudfunc.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the process was started with.
 *
 * @param directory the working directory
 */
record ProcessEnvironment(Map<String, String> variables, Path directory) {

    ProcessEnvironment {
        variables = Map.copyOf(variables);
    }

    /** The launcher's own commands, if it started this process. */
    List<String> launcherVerbs() {
        var verbs = variables.getOrDefault("CLOUDFUNC_VERBS", "").strip();
        return verbs.isEmpty() ? List.of() : List.of(verbs.split(" +"));
    }

    /** What another command line begins with, as the launcher was called; empty where commands stand alone. */
    String program() {
        var program = variables.getOrDefault("CLOUDFUNC_PROGRAM", "");
        return program.isEmpty() ? "" : program + " ";
    }
}
