package io.cloudfunc.command.commit;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.KeyReused;
import java.time.Instant;

/**
 * A caller's key for one call: whoever claims it first in a commit has it, all others are told who.
 *
 * @param invocation the call that the key stands for
 * @param salt of the call's payload
 * @param hash of the call's payload, see {@link Payload}
 * @param expiresAt until when the key is kept at least
 */
public record Claim(
        FunctionName function, String key, InvocationId invocation, byte[] salt, String hash, Instant expiresAt) {

    /** Whether the call that has the key has this body. */
    public boolean isOfBody(byte[] content) {
        return Payload.hash(salt, content).equals(hash);
    }

    /**
     * The call that has the key, for who sends this body with it.
     *
     * @throws RejectedException if that call has another body
     */
    public InvocationId callOfBody(byte[] content) {
        if (!isOfBody(content)) {
            throw new RejectedException(new KeyReused(key, invocation.toString()));
        }
        return invocation;
    }
}
