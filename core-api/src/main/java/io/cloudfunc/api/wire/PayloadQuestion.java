package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.invocation.InvocationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in {@link QueueNames#payloads()}, as JSON: the body of that call.
 *
 * @param payload what the call refers to
 * @param receipt that of the call; absent only if the call came without one
 */
public record PayloadQuestion(
        InvocationId invocation,
        UUID payload,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Receipt receipt) {

    public static PayloadQuestion of(Execute call) {
        return new PayloadQuestion(call.invocation(), call.payload().id(), call.receipt());
    }
}
