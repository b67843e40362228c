package io.cloudfunc.invoker.docker;

import io.cloudfunc.invoker.engine.SandboxSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The environment of a function's process: the deployer's variables, and those of the {@code fn} contract, which win. */
final class FunctionEnvironment {

    private FunctionEnvironment() {}

    /** As {@code NAME=value}, each name once. */
    static List<String> of(SandboxSpec spec, String installation, Optional<Relay.Command> relayed) {
        var told = variables(spec, installation).entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue());
        return Stream.concat(told, relayed.stream().flatMap(relay -> relay.environment().stream()))
                .toList();
    }

    static Map<String, String> variables(SandboxSpec spec, String installation) {
        var variables = new HashMap<>(spec.settings().environment());
        variables.putAll(contract(spec, installation));
        return variables;
    }

    private static Map<String, String> contract(SandboxSpec spec, String installation) {
        return Map.of(
                "FN_FORMAT",
                "http-stream",
                "FN_LISTENER",
                "unix:" + SocketDirectory.INSIDE + "/" + SocketDirectory.SOCKET,
                "FN_APP_ID",
                installation,
                "FN_FN_ID",
                spec.function().value(),
                "FN_MEMORY",
                String.valueOf(spec.settings().memoryMiB()),
                "FN_TYPE",
                "sync");
    }
}
