package io.cloudfunc.trail;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** How a line of an export looks. Both hold payloads letter by letter, so that they can be verified and imported. */
public enum TrailFormat {
    /** An event per line under our own names. */
    JSONL("application/x-ndjson") {
        @Override
        ObjectNode event(TrailEvent event) {
            var line = JSON.createObjectNode()
                    .put("position", event.position())
                    .put("id", event.id())
                    .put("aggregateType", event.aggregateType())
                    .put("aggregate", event.aggregate())
                    .put("sequence", event.sequence())
                    .put("type", event.type());
            return putPresent(line, "revision", event.revision())
                    .put("at", event.at())
                    .putRawValue("metadata", raw(event.metadata()))
                    .putRawValue("payload", raw(event.payload()));
        }

        @Override
        ObjectNode about(String what, ObjectNode content) {
            return JSON.createObjectNode().set(what, content);
        }
    },

    /** CloudEvents 1.0 in JSON, one per line; what they have no attribute for is an extension, numbers as text. */
    CLOUDEVENTS("application/cloudevents+x-ndjson") {
        @Override
        ObjectNode event(TrailEvent event) {
            var line = start(event.id(), event.type())
                    .put("subject", event.aggregate())
                    .put("time", event.at())
                    .put("position", Long.toString(event.position()))
                    .put("sequence", Long.toString(event.sequence()));
            putPresent(line, "aggregatetype", event.aggregateType());
            return putPresent(line, "typerevision", event.revision())
                    .put("metadata", event.metadata())
                    .putRawValue("data", raw(event.payload()));
        }

        @Override
        ObjectNode about(String what, ObjectNode content) {
            return start(what + "-" + content.path("number").asString("0"), ABOUT + what)
                    .set("data", content);
        }

        private ObjectNode start(String id, String type) {
            return JSON.createObjectNode()
                    .put("specversion", "1.0")
                    .put("id", id)
                    .put("source", "/cloudfunc/events")
                    .put("type", type)
                    .put("datacontenttype", "application/json");
        }
    };

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Starts the types of lines that are no events. */
    static final String ABOUT = "io.cloudfunc.trail.";

    static final String HEAD = "export";
    static final String SEAL = "seal";

    private final String mediaType;

    TrailFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    abstract ObjectNode event(TrailEvent event);

    abstract ObjectNode about(String what, ObjectNode content);

    /** The line, without its end. */
    public String write(TrailLine line) {
        return JSON.writeValueAsString(
                switch (line) {
                    case TrailLine.Head head -> about(HEAD, SealJson.write(head));
                    case TrailLine.Sealed sealed -> about(SEAL, SealJson.write(sealed.seal()));
                    case TrailLine.SealedOthers others ->
                        about(SEAL, SealJson.write(others.checkpoint(), others.content()));
                    case TrailLine.Event event -> event(event.event());
                });
    }

    /** A stored event has no line ends; one that has was changed, and is found by its digest. */
    private static RawValue raw(String json) {
        return new RawValue(json.replace('\n', ' ').replace('\r', ' '));
    }

    private static ObjectNode putPresent(ObjectNode node, String name, @Nullable String value) {
        return value == null ? node : node.put(name, value);
    }
}
