package io.cloudfunc.query;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events as they come. */
record Hearing(Iterator<String> lines) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The data of the next event of that name that has these words; those before it are passed over. */
    JsonNode await(String name, String words) {
        return CompletableFuture.supplyAsync(() -> next(name, words))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private JsonNode next(String name, String words) {
        while (true) {
            if (lines.next().equals("event: " + name)) {
                var data = lines.next().substring("data: ".length());
                if (data.contains(words)) {
                    return JsonMapper.shared().readTree(data);
                }
            }
        }
    }
}
