package io.cloudfunc.api.wire;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.payload.PayloadRef;

/** A payload without its content, which travels as a part of the same {@link Frame}. The salt is base64 in JSON. */
public record PayloadHead(PayloadRef ref, byte[] salt) {

    public static PayloadHead of(Payload payload) {
        return new PayloadHead(payload.ref(), payload.salt());
    }

    public Payload with(byte[] content) {
        return new Payload(ref, salt, content);
    }
}
