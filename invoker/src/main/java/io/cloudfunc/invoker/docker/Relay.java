package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A static program of ours that is the first process in some containers. In those of images with the contracts
 * {@code http} and {@code stdio} it speaks {@code fn} to us, and runs the image's own command; in those made ahead it
 * waits, and then becomes what would have been the first process.
 *
 * @param program where it is on this machine; the engine must see it there too
 * @param outputLimit longest output of a call in bytes
 */
record Relay(Path program, int outputLimit) {

    /** Where containers see it. */
    static final String INSIDE = "/cloudfunc-relay";

    /** Tells an image's contract to whom nobody else has told it. */
    static final String LABEL = "io.cloudfunc.contract";

    private static final String USUAL_PORT = "PORT=8080";

    /**
     * The relay in front of one image's command.
     *
     * @param environment variables that it needs, for which neither the image nor the deployer has a value
     */
    record Command(List<String> words, List<String> environment, Mount mount) {}

    /** Empty if the image speaks {@code fn} itself. */
    Optional<Command> of(SandboxSpec spec, InspectImageResponse image) {
        var config = configOf(image);
        return switch (contract(spec, config)) {
            case FN -> Optional.empty();
            case HTTP -> Optional.of(command(ownWords(spec, config), portUnlessTold(spec, config), "http"));
            case STDIO -> Optional.of(command(ownWords(spec, config), List.of(), "stdio", String.valueOf(outputLimit)));
        };
    }

    /** Waits at the {@linkplain SocketDirectory#GATE gate} before the command that the container has otherwise. */
    Command waiting(SandboxSpec spec, InspectImageResponse image) {
        var relayed = of(spec, image);
        var words = relayed.map(Command::words).orElseGet(() -> ownWords(spec, configOf(image)));
        var environment = relayed.map(Command::environment).orElse(List.of());
        return command(words, environment, "wait", SocketDirectory.INSIDE + "/" + SocketDirectory.GATE);
    }

    private static ContainerConfig configOf(InspectImageResponse image) {
        return Optional.ofNullable(image.getConfig()).orElseGet(ContainerConfig::new);
    }

    private static Contract contract(SandboxSpec spec, ContainerConfig config) {
        var named = spec.contract();
        if (named != null) {
            return named;
        }
        var label = Optional.ofNullable(config.getLabels()).orElse(Map.of()).getOrDefault(LABEL, nameOf(Contract.FN));
        return Arrays.stream(Contract.values())
                .filter(contract -> nameOf(contract).equals(label))
                .findFirst()
                .orElseThrow(() -> failed("The label %s of image '%s' is '%s'; expected fn, http or stdio"
                        .formatted(LABEL, spec.image(), label)));
    }

    private Command command(List<String> relayed, List<String> environment, String... ofRelay) {
        if (!Files.isExecutable(program)) {
            throw failed("The relay, needed for '%s', is not at %s; build it from runtimes/relay"
                    .formatted(ofRelay[0], program));
        }
        var words = new ArrayList<String>();
        words.add(INSIDE);
        words.addAll(List.of(ofRelay));
        words.addAll(relayed);
        return new Command(words, environment, mount());
    }

    private static List<String> ownWords(SandboxSpec spec, ContainerConfig config) {
        var words = Stream.of(config.getEntrypoint(), config.getCmd())
                .flatMap(part -> Arrays.stream(Optional.ofNullable(part).orElseGet(() -> new String[0])))
                .toList();
        if (words.isEmpty()) {
            throw failed("Image '%s' has neither an entrypoint nor a command".formatted(spec.image()));
        }
        return words;
    }

    private Mount mount() {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(program.toAbsolutePath().toString())
                .withTarget(INSIDE)
                .withReadOnly(true);
    }

    private static List<String> portUnlessTold(SandboxSpec spec, ContainerConfig config) {
        var ofImage = Optional.ofNullable(config.getEnv()).orElseGet(() -> new String[0]);
        var told = spec.settings().environment().containsKey("PORT")
                || Arrays.stream(ofImage).anyMatch(variable -> variable.startsWith("PORT="));
        return told ? List.of() : List.of(USUAL_PORT);
    }

    private static String nameOf(Contract contract) {
        return contract.name().toLowerCase(Locale.ROOT);
    }

    private static EngineException failed(String message) {
        return new EngineException(FailureKind.START_FAILED, message, new byte[0]);
    }
}
