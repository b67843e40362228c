package io.cloudfunc.shell;

import java.util.Map;

/** The variables that the process was started with. */
record ProcessEnvironment(Map<String, String> variables) {

    ProcessEnvironment {
        variables = Map.copyOf(variables);
    }
}
