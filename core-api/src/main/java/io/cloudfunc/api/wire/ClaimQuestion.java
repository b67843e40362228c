package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudfunc.api.invocation.ClaimAttempt;
import org.jspecify.annotations.Nullable;

/**
 * A message in {@link QueueNames#claims()}, as JSON.
 *
 * @param receipt that of the call; absent only if the call came without one
 */
public record ClaimQuestion(
        ClaimAttempt claim,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Receipt receipt) {}
