package io.cloudfunc.chaos;

import io.cloudfunc.chaos.Finding.Sort;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks CloudFunc for every id that it gave: none may be unknown, and none told otherwise than it is stored. */
final class RestCheck {

    private final Rest rest;
    private final Map<String, Story> stories;

    RestCheck(Rest rest, Map<String, Story> stories) {
        this.rest = rest;
        this.stories = stories;
    }

    List<Finding> of(Collection<String> ids) {
        return ids.parallelStream().flatMap(this::of).toList();
    }

    private Stream<Finding> of(String id) {
        var said = said(id);
        var stored = Optional.ofNullable(stories.get(id))
                .filter(Story::over)
                .map(story -> story.ends.getFirst().ending().equals(Call.SUCCEEDED) ? Call.SUCCEEDED : "FAILED");
        return stored.isEmpty() || stored.get().equals(said)
                ? Stream.empty()
                : Stream.of(new Finding(
                        Sort.CONTRADICTORY,
                        "%s is %s in the store; asked for it, CloudFunc says %s".formatted(id, stored.get(), said)));
    }

    private String said(String id) {
        try {
            var answer = rest.get("/v1/invocations/" + id);
            return answer.statusCode() == 200
                    ? Rest.json(answer).path("state").asString("")
                    : String.valueOf(answer.statusCode());
        } catch (IOException noAnswer) {
            return noAnswer.toString();
        }
    }
}
