package io.cloudfunc.invoker.router;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.report.AbandonInvocation;
import io.cloudfunc.api.wire.CancelCall;
import io.cloudfunc.api.wire.ForgetFunction;
import io.cloudfunc.api.wire.RetireContainer;
import io.cloudfunc.api.wire.RevisionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what the saga sends. */
final class RecordedDispatches implements Dispatches {

    final List<Integer> prepared = new ArrayList<>();
    final List<InvocationId> executed = new ArrayList<>();
    final List<RetireContainer> retired = new ArrayList<>();
    final List<ForgetFunction> forgotten = new ArrayList<>();
    final List<InvocationId> cancelled = new ArrayList<>();
    final List<InvocationId> sentAsBegun = new ArrayList<>();
    final Map<InvocationId, Optional<String>> sentTo = new HashMap<>();
    final Set<String> queuesGone = new HashSet<>();
    final Map<InvocationId, Taker> taken = new HashMap<>();
    final Set<InvocationId> lost = new HashSet<>();
    final Map<InvocationId, FailureKind> abandoned = new LinkedHashMap<>();

    @Override
    public void prepare(RevisionSpec revision) {
        prepared.add(revision.revision());
    }

    @Override
    public void execute(InvocationRequested call, RevisionSpec revision, boolean begun, @Nullable String queue) {
        executed.add(call.invocation());
        sentTo.put(call.invocation(), Optional.ofNullable(queue));
        if (begun) {
            sentAsBegun.add(call.invocation());
        }
    }

    @Override
    public Optional<Taker> takenBy(InvocationId call) {
        return Optional.ofNullable(taken.get(call));
    }

    @Override
    public boolean isHeld(InvocationId call, String taker) {
        return !lost.contains(call);
    }

    @Override
    public Optional<String> callsOf(WorkerId worker) {
        return Optional.of(queueOf(worker)).filter(this::isThere);
    }

    @Override
    public boolean isThere(String queue) {
        return !queuesGone.contains(queue);
    }

    static String queueOf(WorkerId worker) {
        return "calls." + worker;
    }

    @Override
    public void retire(WorkerId worker, RetireContainer retire) {
        retired.add(retire);
    }

    @Override
    public void forget(ForgetFunction function) {
        forgotten.add(function);
    }

    @Override
    public void cancel(CancelCall call) {
        cancelled.add(call.invocation());
    }

    @Override
    public void abandon(AbandonInvocation abandon) {
        abandoned.put(abandon.invocation(), abandon.reason());
    }
}
