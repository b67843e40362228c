package io.cloudfunc.invoker.pool;

import java.util.LinkedHashSet;
import java.util.Set;

/** The keys that were added last, as many as it keeps. Used under a lock. */
final class RecentKeys {

    private final int kept;
    private final Set<String> keys = new LinkedHashSet<>();

    RecentKeys(int kept) {
        this.kept = kept;
    }

    void add(String key) {
        keys.add(key);
        if (keys.size() > kept) {
            keys.remove(keys.iterator().next());
        }
    }

    boolean contains(String key) {
        return keys.contains(key);
    }
}
