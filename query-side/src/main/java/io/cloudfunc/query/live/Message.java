package io.cloudfunc.query.live;

import java.nio.charset.StandardCharsets;

/** A server-sent event, made once for all who watch. */
final class Message {

    /** Shows that the other end is still there; browsers pass over it. */
    static final Message NOTHING_NEW = new Message(":\n\n");

    private final byte[] bytes;

    private Message(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param json in one line
     */
    static Message of(String name, String json) {
        return new Message("event: %s\ndata: %s\n\n".formatted(name, json));
    }

    byte[] bytes() {
        return bytes;
    }
}
