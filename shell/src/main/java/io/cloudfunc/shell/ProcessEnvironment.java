package io.cloudfunc.shell;

import java.util.List;
import java.util.Map;

/** The variables that the process was started with. */
record ProcessEnvironment(Map<String, String> variables) {

    ProcessEnvironment {
        variables = Map.copyOf(variables);
    }

    /** The launcher's own commands, if it started this process. */
    List<String> launcherVerbs() {
        var verbs = variables.getOrDefault("CLOUDFUNC_VERBS", "").strip();
        return verbs.isEmpty() ? List.of() : List.of(verbs.split(" +"));
    }
}
