package io.cloudfunc.shell.demo;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.history.StoredEvents;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.rest.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Watches a container's warm period run out. */
final class WarmWatch {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final CloudFuncServer server;
    private final StoredEvents events;
    private final Polling polling;
    private final Clock clock;
    private final Story story;
    private long secondsTold = Long.MAX_VALUE;

    WarmWatch(CloudFuncServer server, StoredEvents events, Polling polling, Clock clock, Story story) {
        this.server = server;
        this.events = events;
        this.polling = polling;
        this.clock = clock;
        this.story = story;
    }

    /** The stored fact that the container stopped. */
    JsonNode untilStopped(String function, String container) {
        return polling.until(BOUND, LOOK, () -> look(function, container))
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.FAILED,
                        "The container %s still exists after %d s; expected it gone %d s after its last call"
                                .formatted(container, BOUND.toSeconds(), Demo.WARM_FOR.toSeconds())));
    }

    private Optional<JsonNode> look(String function, String container) {
        var listed = container(function, container);
        listed.ifPresent(this::tell);
        return listed.isPresent() ? Optional.empty() : stopped(container);
    }

    private Optional<JsonNode> container(String function, String container) {
        var path = new Query("/v1/containers").with("function", function).text();
        return server.json(path)
                .path("items")
                .valueStream()
                .filter(item -> item.path("id").asString("").equals(container))
                .findFirst();
    }

    private void tell(JsonNode container) {
        var expiresAt = container.path("expiresAt").asString("");
        if (expiresAt.isEmpty()) {
            return;
        }
        var left = Math.max(
                0, Duration.between(clock.instant(), Instant.parse(expiresAt)).toMillis());
        if (left / 1_000 < secondsTold) {
            secondsTold = left / 1_000;
            story.line(
                    "%s after %s uses, expires in %s",
                    container.path("state").asString(""),
                    container.path("lease").asString(""),
                    Times.span(Duration.ofMillis(left)));
        }
    }

    private Optional<JsonNode> stopped(String container) {
        return events.ofContainer(container)
                .path("items")
                .valueStream()
                .filter(event -> event.path("type").asString("").equals("ContainerStopped"))
                .findFirst();
    }
}
