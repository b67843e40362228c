package io.cloudfunc.invoker.router;

import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The backlog of the tests. */
final class InMemoryBacklog implements Backlog {

    private final Map<String, TreeMap<InvocationId, InvocationRequested>> calls = new HashMap<>();

    @Override
    public void add(InvocationRequested call) {
        calls.computeIfAbsent(call.lifeKey(), life -> new TreeMap<>(Comparator.comparing(InvocationId::toString)))
                .putIfAbsent(call.invocation(), call);
    }

    @Override
    public boolean remove(String lifeKey, InvocationId call) {
        return calls.getOrDefault(lifeKey, new TreeMap<>()).remove(call) != null;
    }

    @Override
    public List<InvocationRequested> take(String lifeKey, int most) {
        var waiting = calls.getOrDefault(lifeKey, new TreeMap<>());
        var taken = new ArrayList<InvocationRequested>();
        while (!waiting.isEmpty() && taken.size() < most) {
            taken.add(waiting.pollFirstEntry().getValue());
        }
        return taken;
    }
}
