package io.cloudfunc.command.open;

import io.cloudfunc.api.function.FunctionName;

/**
 * A call that has not ended.
 *
 * @param bytes of its body; while that is received, of the largest that it can become
 * @param atHand whether its body is in this process's memory
 * @param stored whether its acceptance was read from the event store
 */
record OpenCall(FunctionName function, long bytes, boolean atHand, boolean stored) {

    OpenCall accepted(long bytesOfBody) {
        return new OpenCall(function, bytesOfBody, false, stored);
    }

    OpenCall seenStored(long bytesOfBody) {
        return new OpenCall(function, atHand ? bytes : bytesOfBody, atHand, true);
    }
}
