package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told to type, typed: {@code docs/tutorial.md}, and the examples of each command's help. */
class TutorialIT {

    private static final Path TUTORIAL = Path.of("..", "docs", "tutorial.md");
    private static final Path COMMANDS = Path.of("..", "docs", "commands.md");
    private static final Pattern EXAMPLES = Pattern.compile("(?ms)^Example:\n(.*?)^```$");
    private static final String END_OF_COMMAND = "\u001e";
    private static final Set<String> ALSO_OF_THE_LAUNCHER = Set.of("status", "demo");
    private static final List<String> IMAGES =
            List.of("registry.example.com/thumbnails:3", "registry.example.com/upper:1");

    /** History is imported into an empty installation only. */
    private static final Map<String, Integer> CODES = Map.of("audit import --file trail.jsonl", 4);

    /** What the examples speak of. */
    private static final String WORLD = """
            set -e
            ./cloudfunc deploy hello examples/hello-python
            ./cloudfunc deploy hello examples/hello-python --label again=yes
            mkdir broken && echo 'def handler(' >broken/function.py
            if ./cloudfunc deploy hello broken; then exit 1; fi
            mkdir -p reports && cp -r examples/hello-java reports/monthly
            cp -r examples/hello-python mailer
            cp -r examples/hello-python webhook
            echo key >password.txt
            ./cloudfunc secrets set hook-key --file password.txt
            echo '{"name": "Ada"}' >event.json
            mkdir fragile slow
            echo 'def handler(event): raise ValueError' >fragile/function.py
            printf 'import time\\ndef handler(event): time.sleep(20)\\n' >slow/function.py
            ./cloudfunc deploy fragile fragile --attempts 2 --backoff 100ms --retry-on HANDLER_RAISED
            ./cloudfunc deploy slow slow
            """;

    @TempDir
    static Path directory;

    private static LaunchedInstallation installation;
    private static int port;

    @BeforeAll
    static void in_a_directory_of_its_own() throws IOException {
        installation = new LaunchedInstallation(directory);
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    @BeforeEach
    void which_is_up() throws Exception {
        installation.done("./cloudfunc up --detach --port " + port);
    }

    @AfterAll
    static void and_goes_down() throws Exception {
        installation.done("./cloudfunc down");
        try (var docker = engine()) {
            IMAGES.forEach(image -> docker.removeImageCmd(image).withForce(true).exec());
        }
    }

    @Test
    void each_command_of_the_tutorial_prints_what_the_page_shows() throws Exception {
        var shown = ShownCommand.on(Files.readString(TUTORIAL).replace(":8080", ":" + port));

        var said = installation.done(shown.stream()
                .map(one -> one.command() + "\nprintf '" + END_OF_COMMAND + "'\n")
                .collect(Collectors.joining()));

        var printed = said.split(END_OF_COMMAND, -1);
        assertThat(shown).hasSizeGreaterThan(20);
        for (var i = 0; i < shown.size(); i++) {
            assertThat(shown.get(i).prints(printed[i]))
                    .as("$ %s%n%s", shown.get(i).command(), printed[i])
                    .isTrue();
        }
    }

    @Test
    void each_example_of_the_help_does_what_it_says() throws Exception {
        installation.done(WORLD);
        makeImages();
        var failed = new ArrayList<String>();
        for (var example : examples()) {
            var said = installation.run(asTyped(example));
            if (said.code() != CODES.getOrDefault(example, 0)) {
                failed.add("%s ended with code %d:%n%s".formatted(example, said.code(), said.text()));
            }
        }

        assertThat(failed).isEmpty();
    }

    /** In the order of the page, which is the help's, but for the function that most of them are about, which goes last. */
    private static List<String> examples() throws IOException {
        var all = new ArrayList<>(EXAMPLES.matcher(Files.readString(COMMANDS))
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(String::strip)
                .toList());
        assertThat(all).hasSizeGreaterThan(40).contains("remove hello");
        all.remove("remove hello");
        all.add("remove hello");
        return all;
    }

    private static String asTyped(String example) throws Exception {
        var command = example.split(" ")[0];
        var line = example.replace("019a…", example.contains("019a…") ? idFor(command) : "")
                .replace("cf_0123456789ab", example.contains("cf_01") ? keyId() : "");
        if (line.contains("cloudfunc ")) {
            return line;
        }
        return ALSO_OF_THE_LAUNCHER.contains(command)
                ? "./cloudfunc shell <<<'%s'".formatted(line)
                : line.endsWith("--watch") ? ended("./cloudfunc " + line) : "./cloudfunc " + line;
    }

    /** By the person who watches. */
    private static String ended(String line) {
        return "timeout --preserve-status --signal=INT 3 %s || [[ $? == 130 ]]".formatted(line);
    }

    private static String idFor(String command) throws Exception {
        return switch (command) {
            case "cancel" ->
                installation.done("./cloudfunc invoke slow -d 1 --async").strip();
            case "redrive" -> deadLetter();
            default -> {
                var id = installation
                        .done("./cloudfunc invoke hello -d {} --async")
                        .strip();
                installation.run("./cloudfunc output %s --wait 30s".formatted(id));
                yield id;
            }
        };
    }

    private static String deadLetter() throws Exception {
        var id = installation.done("./cloudfunc invoke fragile -d 1 --async").strip();
        installation.run("./cloudfunc output %s --wait 30s".formatted(id));
        return id;
    }

    private static String keyId() throws Exception {
        var made = installation.done("./cloudfunc keys create example --role read -o json");
        return made.replaceFirst("(?s).*?(cf_[0-9a-f]{12}).*", "$1");
    }

    /** Those that the examples deploy; each prints its input. */
    private static void makeImages() throws IOException {
        try (var docker = engine()) {
            var context = Files.createDirectory(directory.resolve("image"));
            Files.writeString(context.resolve("Dockerfile"), """
                    FROM %s
                    LABEL io.cloudfunc.contract=stdio
                    ENTRYPOINT ["cat"]
                    """.formatted(
                            RealParts.environment("unused").get("CLOUDFUNC_WORKER_IMAGES_PYTHON")));
            docker.buildImageCmd(context.toFile())
                    .withTags(Set.copyOf(IMAGES))
                    .start()
                    .awaitImageId();
        }
    }

    private static DockerClient engine() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(RealParts.engine())
                .build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .build();
        return DockerClientImpl.getInstance(config, http);
    }
}
