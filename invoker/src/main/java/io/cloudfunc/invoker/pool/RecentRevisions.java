package io.cloudfunc.invoker.pool;

import io.cloudfunc.invoker.engine.SandboxSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The revisions used last, one of each function life. Used under the pool's lock. */
final class RecentRevisions {

    private final int most;
    private final Map<String, SandboxSpec> ofLife = new LinkedHashMap<>();

    /** @param most how many are remembered; 0: none */
    RecentRevisions(int most) {
        this.most = most;
    }

    void used(SandboxSpec spec) {
        if (most == 0) {
            return;
        }
        ofLife.remove(spec.lifeKey());
        if (ofLife.size() == most) {
            ofLife.remove(ofLife.keySet().iterator().next());
        }
        ofLife.put(spec.lifeKey(), spec);
    }

    /** As it was used before, if it is remembered. */
    void usedAgain(String life) {
        var spec = ofLife.remove(life);
        if (spec != null) {
            ofLife.put(life, spec);
        }
    }

    void forget(String life) {
        ofLife.remove(life);
    }

    boolean has(SandboxSpec spec) {
        return spec.equals(ofLife.get(spec.lifeKey()));
    }

    List<SandboxSpec> latestFirst() {
        return new ArrayList<>(ofLife.values()).reversed();
    }
}
