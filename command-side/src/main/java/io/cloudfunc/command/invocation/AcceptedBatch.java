package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import java.util.Collection;
import java.util.List;

/**
 * What a caller is told of calls that were accepted together.
 *
 * @param calls one for each line of the request that has a value, in their order
 */
record AcceptedBatch(String function, List<Call> calls) {

    AcceptedBatch {
        calls = List.copyOf(calls);
    }

    static AcceptedBatch of(FunctionName function, Collection<InvocationId> calls) {
        return new AcceptedBatch(function.value(), calls.stream().map(Call::of).toList());
    }

    /** @param location where its state and its end are told */
    record Call(String id, String location) {

        static Call of(InvocationId id) {
            return new Call(id.toString(), "/v1/invocations/" + id);
        }
    }
}
