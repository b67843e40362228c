package io.cloudfunc.shell.demo;

import io.cloudfunc.shell.rest.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the demo saw.
 *
 * @param coldMillis from sending the first call to having its output, in milliseconds
 * @param warmMillis the same of the second call
 * @param expiredAfter from the end of the last call to the container's stop, both as stored
 * @param events types of the first invocation's stored events, in order
 * @param functionEvents types of the function's stored events, in order
 * @param output what the first call returned
 */
record DemoFindings(
        String function,
        double coldMillis,
        double warmMillis,
        boolean sameContainer,
        Duration expiredAfter,
        List<String> events,
        List<String> functionEvents,
        JsonNode output) {

    /** The warm period plus the precision that is promised for its end, with room for a busy machine. */
    static final Duration LATEST = Demo.WARM_FOR.plusMillis(1_500);

    JsonNode json() {
        var json = Json.object()
                .put("deployed", function)
                .put("cold_ms", rounded(coldMillis))
                .put("warm_ms", rounded(warmMillis))
                .put("same_container", sameContainer)
                .put("expired_after_ms", expiredAfter.toMillis());
        var eventTypes = json.putArray("events");
        events.forEach(eventTypes::add);
        var functionEventTypes = json.putArray("function_events");
        functionEvents.forEach(functionEventTypes::add);
        return json.set("output", output);
    }

    private static double rounded(double millis) {
        return Math.round(millis * 10) / 10.0;
    }

    /** What is not as promised. */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        if (!sameContainer) {
            complaints.add("the second call did not use the container of the first; expected the same, still warm");
        }
        if (expiredAfter.compareTo(Demo.WARM_FOR) < 0 || expiredAfter.compareTo(LATEST) > 0) {
            complaints.add("the container was removed %d ms after its last call; expected %d to %d"
                    .formatted(expiredAfter.toMillis(), Demo.WARM_FOR.toMillis(), LATEST.toMillis()));
        }
        return complaints;
    }
}
