package io.cloudfunc.command.open;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.api.problem.Rejection.FunctionFull;
import io.cloudfunc.api.problem.Rejection.NamespaceFull;
import io.cloudfunc.api.problem.Rejection.PlatformFull;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts what is open and has the bounds kept. What this process accepts and ends is counted at once; what others do, when
 * it is read from the event store. Each fact may be told twice, and those of this process before the store tells them.
 */
final class OpenCalls {

    private static final String CALLS = "open calls";
    private static final String BYTES = "bytes of open calls";
    private static final String AT_HAND = "bytes of bodies being received";

    private final Bounds bounds;
    private final long mostOfNamespace;
    private final long mostAtHand;
    private final Map<InvocationId, OpenCall> open = new HashMap<>();
    private final Set<InvocationId> endedAhead = new HashSet<>();
    private final Map<FunctionName, Load> byFunction = new HashMap<>();
    private final Map<Namespace, Load> byNamespace = new HashMap<>();
    private Load all = Load.NONE;
    private long atHand;

    /** @param heapBytes of this process */
    OpenCalls(Bounds bounds, NamespaceBounds ofNamespace, long heapBytes) {
        this.bounds = bounds;
        this.mostOfNamespace = ofNamespace.bytes().toBytes();
        this.mostAtHand = bounds.mostAtHand(heapBytes);
    }

    /** Counts all of the calls, given with the bytes of each, unless there is no room for all. */
    synchronized Optional<Rejection> reserve(FunctionName function, Map<InvocationId, Long> calls) {
        var bytes = calls.values().stream().mapToLong(Long::longValue).sum();
        var refusal = refusal(function, calls.size(), bytes);
        if (refusal.isEmpty()) {
            count(function, calls);
        }
        return refusal;
    }

    /** Counts the calls, room or not. */
    synchronized void count(FunctionName function, Map<InvocationId, Long> calls) {
        calls.forEach((id, bytes) -> put(id, new OpenCall(function, bytes, true, false)));
    }

    private Optional<Rejection> refusal(FunctionName function, int calls, long bytes) {
        var ofFunction = loadOf(function).plus(calls, bytes);
        var ofAll = all.plus(calls, bytes);
        if (exceeds(ofFunction.calls(), bounds.callsPerFunction())) {
            return Optional.of(
                    new FunctionFull(function.value(), CALLS, ofFunction.calls(), bounds.callsPerFunction()));
        }
        if (exceeds(ofFunction.bytes(), bounds.bytesPerFunction().toBytes())) {
            return Optional.of(new FunctionFull(
                    function.value(),
                    BYTES,
                    ofFunction.bytes(),
                    bounds.bytesPerFunction().toBytes()));
        }
        if (mostOfNamespace > 0) {
            var namespace = function.namespace();
            var found = byNamespace.getOrDefault(namespace, Load.NONE).bytes() + bytes;
            if (found > mostOfNamespace) {
                return Optional.of(new NamespaceFull(namespace.value(), BYTES, found, mostOfNamespace));
            }
        }
        if (exceeds(ofAll.calls(), bounds.calls())) {
            return Optional.of(new PlatformFull(CALLS, ofAll.calls(), bounds.calls()));
        }
        if (exceeds(ofAll.bytes(), bounds.bytes().toBytes())) {
            return Optional.of(
                    new PlatformFull(BYTES, ofAll.bytes(), bounds.bytes().toBytes()));
        }
        if (exceeds(atHand + bytes, mostAtHand)) {
            return Optional.of(new PlatformFull(AT_HAND, atHand + bytes, mostAtHand));
        }
        return Optional.empty();
    }

    private static boolean exceeds(long found, long most) {
        return most > 0 && found > most;
    }

    /** The call is stored, and its body is no longer at hand. */
    synchronized void accepted(InvocationId id, long bytes) {
        var call = open.get(id);
        if (call != null) {
            put(id, call.accepted(bytes));
        }
    }

    /** The call's body is no longer at hand; unless it was accepted, or read as stored meanwhile, it is no call any more. */
    synchronized void release(InvocationId id) {
        var call = open.get(id);
        if (call != null && call.atHand()) {
            remove(id);
            if (call.stored()) {
                put(id, call.accepted(call.bytes()));
            }
        }
    }

    /** This process has stored the end, and will read of it later. */
    synchronized void ended(InvocationId id) {
        remove(id);
        endedAhead.add(id);
    }

    synchronized void readRequested(InvocationId id, FunctionName function, long bytes) {
        if (!endedAhead.contains(id)) {
            var call = open.getOrDefault(id, new OpenCall(function, bytes, false, true));
            put(id, call.seenStored(bytes));
        }
    }

    synchronized void readEnded(InvocationId id) {
        remove(id);
        endedAhead.remove(id);
    }

    synchronized Load all() {
        return all;
    }

    synchronized Load of(FunctionName function) {
        return loadOf(function);
    }

    /** Bytes by call and function, of what was read from the event store. */
    synchronized Map<String, Map<String, Long>> stored() {
        return open.entrySet().stream()
                .filter(call -> call.getValue().stored())
                .collect(Collectors.groupingBy(
                        call -> call.getValue().function().value(),
                        TreeMap::new,
                        Collectors.toMap(
                                call -> call.getKey().toString(),
                                call -> call.getValue().bytes())));
    }

    private Load loadOf(FunctionName function) {
        return byFunction.getOrDefault(function, Load.NONE);
    }

    private void put(InvocationId id, OpenCall call) {
        remove(id);
        open.put(id, call);
        all = all.plus(call.bytes());
        byFunction.merge(call.function(), Load.NONE.plus(call.bytes()), (load, one) -> load.plus(one.bytes()));
        if (mostOfNamespace > 0) {
            byNamespace.merge(
                    call.function().namespace(), Load.NONE.plus(call.bytes()), (load, one) -> load.plus(one.bytes()));
        }
        atHand += call.atHand() ? call.bytes() : 0;
    }

    private void remove(InvocationId id) {
        var call = open.remove(id);
        if (call != null) {
            all = all.minus(call.bytes());
            byFunction.computeIfPresent(
                    call.function(), (function, load) -> load.calls() == 1 ? null : load.minus(call.bytes()));
            if (mostOfNamespace > 0) {
                byNamespace.computeIfPresent(
                        call.function().namespace(),
                        (namespace, load) -> load.calls() == 1 ? null : load.minus(call.bytes()));
            }
            atHand -= call.atHand() ? call.bytes() : 0;
        }
    }
}
