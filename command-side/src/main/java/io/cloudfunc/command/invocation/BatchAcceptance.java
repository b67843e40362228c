package io.cloudfunc.command.invocation;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.command.commit.Claim;
import io.cloudfunc.command.commit.Claims;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.command.open.Admission;
import io.cloudfunc.command.open.Rates;
import io.cloudfunc.command.open.Room;
import io.cloudfunc.store.EventHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Accepts many calls of one function: what all of them need is asked for once, and they are stored in as few commits as
 * they fit into. All are refused together; if a commit fails, it is unknown which of them are stored.
 */
@Component
class BatchAcceptance {

    private final ServingRevisions serving;
    private final GroupCommit commit;
    private final Claims claims;
    private final Rates rates;
    private final Admission admission;
    private final EventHistory history;
    private final NewCalls calls;

    BatchAcceptance(
            ServingRevisions serving,
            @Qualifier("intakeCommit") GroupCommit commit,
            Claims claims,
            Rates rates,
            Admission admission,
            EventHistory history,
            NewCalls calls) {
        this.serving = serving;
        this.commit = commit;
        this.claims = claims;
        this.rates = rates;
        this.admission = admission;
        this.history = history;
        this.calls = calls;
    }

    /** @param key stands for the batch; lines whose keys stand for calls already are answered with those */
    AcceptedBatch accept(FunctionName function, Body body, @Nullable IdempotencyKey key, @Nullable String traceparent) {
        var lines = read(function, body);
        rates.admit(function, lines.size());
        var accepted = earlier(function, lines, key);
        var others = lines.stream()
                .filter(line -> !accepted.containsKey(line.number()))
                .toList();
        if (!others.isEmpty()) {
            accepted.putAll(store(function, others, key, traceparent));
        }
        return AcceptedBatch.of(function, accepted.values());
    }

    /** Has room for one call with all these bytes, while nobody knows yet how many they are. */
    private List<Line> read(FunctionName function, Body body) {
        var room = admission.admit(calls.nextId(), function, body.most());
        try {
            return Lines.in(body.read());
        } finally {
            room.close();
        }
    }

    /** By the numbers of their lines. */
    private SortedMap<Integer, InvocationId> earlier(
            FunctionName function, List<Line> lines, @Nullable IdempotencyKey key) {
        var earlier = new TreeMap<Integer, InvocationId>();
        if (key != null) {
            var holders = claims.holders(
                    function,
                    lines.stream().map(line -> key.ofLine(line.number())).toList());
            for (var line : lines) {
                var holder = holders.get(key.ofLine(line.number()));
                if (holder != null) {
                    earlier.put(line.number(), holder.callOfBody(line.content()));
                }
            }
        }
        return earlier;
    }

    private Map<Integer, InvocationId> store(
            FunctionName function, List<Line> lines, @Nullable IdempotencyKey key, @Nullable String traceparent) {
        var revision = serving.of(function);
        var fresh = lines.stream()
                .map(line -> calls.of(
                        calls.nextId(),
                        revision,
                        MediaType.APPLICATION_JSON_VALUE,
                        line.content(),
                        key == null ? null : key.ofLine(line.number()),
                        traceparent))
                .toList();
        var stored = new HashMap<Integer, InvocationId>();
        try (var room = admission.admit(function, sizes(fresh))) {
            var answers =
                    commit.submitAllAndWait(fresh.stream().map(NewCall::order).toList());
            for (var i = 0; i < fresh.size(); i++) {
                stored.put(lines.get(i).number(), kept(fresh.get(i), answers.get(i), room));
            }
        }
        return stored;
    }

    private static Map<InvocationId, Long> sizes(List<NewCall> calls) {
        return calls.stream().collect(Collectors.toMap(NewCall::id, NewCall::size));
    }

    /** Its own id, or that of the call that was first with its key. */
    private InvocationId kept(NewCall call, CompletableFuture<@Nullable Object> answer, Room room) {
        if (call.outcome(answer::join, history) instanceof Claim other) {
            return other.callOfBody(call.payload().content());
        }
        room.keep(call.id(), call.size());
        return call.id();
    }
}
