package io.cloudfunc.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Where the real broker and engine of the tests are; set up by {@code ./cloudfunc test}. */
final class RealParts {

    private RealParts() {}

    static String engine() {
        return required("CLOUDFUNC_TEST_ENGINE");
    }

    static URI rabbit() {
        return URI.create(required("CLOUDFUNC_TEST_RABBIT"));
    }

    /** What starts a RabbitMQ node in the foreground. */
    static String brokerScript() {
        return required("CLOUDFUNC_TEST_BROKER_SCRIPT");
    }

    static String chromium() {
        return required("CLOUDFUNC_TEST_CHROMIUM");
    }

    static Path chromeDriver() {
        return Path.of(required("CLOUDFUNC_TEST_CHROMEDRIVER"));
    }

    /** The environment of a server with queues and containers of its own. */
    static Map<String, String> environment(String installation) {
        var rabbit = rabbit();
        var user = rabbit.getUserInfo().split(":", 2);
        var images = Map.of(
                "CLOUDFUNC_WORKER_IMAGES_PYTHON",
                required("CLOUDFUNC_TEST_PYTHON_IMAGE"),
                "CLOUDFUNC_WORKER_IMAGES_NODE",
                required("CLOUDFUNC_TEST_NODE_IMAGE"),
                "CLOUDFUNC_WORKER_IMAGES_JAVA",
                required("CLOUDFUNC_TEST_JAVA_IMAGE"));
        var environment = new TreeMap<>(Map.of(
                "SPRING_RABBITMQ_HOST",
                rabbit.getHost(),
                "SPRING_RABBITMQ_PORT",
                String.valueOf(rabbit.getPort()),
                "SPRING_RABBITMQ_USERNAME",
                user[0],
                "SPRING_RABBITMQ_PASSWORD",
                user[1],
                "CLOUDFUNC_BROKER_PREFIX",
                installation,
                "CLOUDFUNC_INSTALLATION",
                installation,
                "CLOUDFUNC_WORKER_ENGINE",
                engine()));
        environment.putAll(images);
        return environment;
    }

    /** Puts the relay where a worker with that data directory looks for it. */
    static void giveRelay(Path dataDirectory) throws IOException {
        var worker = Files.createDirectories(dataDirectory.resolve("worker"));
        Files.copy(
                Path.of(required("CLOUDFUNC_TEST_RELAY")), worker.resolve("relay"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    static String freshInstallation() {
        return "test-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String required(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new IllegalStateException(
                        "%s is not set: run ./cloudfunc test, which sets up the real parts".formatted(variable)));
    }
}
