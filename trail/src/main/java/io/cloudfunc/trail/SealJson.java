package io.cloudfunc.trail;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Seals and checkpoints as JSON: hashes in hex, all other bytes in Base64. */
public final class SealJson {

    private static final HexFormat HEX = HexFormat.of();

    private SealJson() {}

    static ObjectNode write(TrailLine.Head head) {
        return TrailFormat.JSON.createObjectNode().put("version", 1).put("filter", head.filter());
    }

    static ObjectNode write(Seal seal) {
        var node = write(seal.checkpoint());
        var positions = node.putArray("positions");
        for (var position : seal.positions()) {
            positions.add(position);
        }
        return node.put("digests", seal.digests());
    }

    static ObjectNode write(Checkpoint checkpoint, byte[] content) {
        return write(checkpoint).put("content", HEX.formatHex(content));
    }

    /** A checkpoint on its own, to be kept elsewhere. */
    public static ObjectNode write(Checkpoint checkpoint) {
        return TrailFormat.JSON
                .createObjectNode()
                .put("number", checkpoint.number())
                .put("events", checkpoint.events())
                .put("at", checkpoint.at().toString())
                .put("head", HEX.formatHex(checkpoint.head()))
                .put("key", checkpoint.key())
                .put("signature", checkpoint.signature());
    }

    /** What came of a verification, as REST and shell show it. */
    public static ObjectNode write(Verification verification) {
        var node = TrailFormat.JSON
                .createObjectNode()
                .put("valid", verification.isValid())
                .put("events", verification.events())
                .put("leftOut", verification.leftOut())
                .put("unsealed", verification.unsealed())
                .put("signersKnown", verification.signersKnown())
                .put("wrong", verification.wrong());
        verification.signers().forEach(node.putArray("signers")::add);
        if (verification.last() != null) {
            node.set("checkpoint", write(verification.last()));
        }
        var findings = node.putArray("findings");
        verification
                .findings()
                .forEach(finding -> findings.addObject()
                        .put("kind", finding.kind().name())
                        .put("position", finding.position())
                        .put("seal", finding.seal())
                        .put("event", finding.event())
                        .put("detail", finding.detail()));
        return node;
    }

    /** Reads what {@link #write(Checkpoint)} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Checkpoint checkpoint(String json) {
        try {
            return checkpoint(TrailFormat.JSON.readTree(json));
        } catch (JacksonException | DateTimeException | NullPointerException notOne) {
            throw new IllegalArgumentException("not a checkpoint", notOne);
        }
    }

    private static Checkpoint checkpoint(JsonNode node) {
        return new Checkpoint(
                node.path("number").asLong(),
                node.path("events").asLong(),
                Instant.parse(node.path("at").asString()),
                HEX.parseHex(node.path("head").asString()),
                Objects.requireNonNull(node.path("key").binaryValue()),
                Objects.requireNonNull(node.path("signature").binaryValue()));
    }

    static TrailLine seal(String json) {
        var node = TrailFormat.JSON.readTree(json);
        var checkpoint = checkpoint(node);
        if (node.has("content")) {
            return new TrailLine.SealedOthers(
                    checkpoint, HEX.parseHex(node.path("content").asString()));
        }
        var positions = StreamSupport.stream(node.path("positions").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
        return new TrailLine.Sealed(
                new Seal(checkpoint, positions, node.path("digests").binaryValue()));
    }
}
