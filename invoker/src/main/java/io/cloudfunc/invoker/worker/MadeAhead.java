package io.cloudfunc.invoker.worker;

import io.cloudfunc.invoker.engine.Blueprint;
import io.cloudfunc.invoker.pool.WarmPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Tells how much is made ahead. No matter of health, since less than wanted only makes calls slower. */
final class MadeAhead implements InfoContributor {

    private record Kind(String kind, String image, int ready, int wanted) {}

    private final WarmPool pool;
    private final Map<Blueprint, Integer> wanted;

    MadeAhead(WarmPool pool, Map<Blueprint, Integer> wanted) {
        this.pool = pool;
        this.wanted = wanted;
    }

    @Override
    public void contribute(Info.Builder info) {
        List<Kind> kinds = new ArrayList<>();
        pool.spares().forEach((blueprint, ready) -> kinds.add(kind(blueprint, ready)));
        info.withDetail("madeAhead", kinds);
    }

    private Kind kind(Blueprint blueprint, int ready) {
        var name = switch (blueprint) {
            case Blueprint.EmptyNetwork network -> "network";
            case Blueprint.WaitingRuntime runtime -> "runtime";
            case Blueprint.WaitingSandbox sandbox -> "sandbox";
        };
        return new Kind(name, blueprint.image().value(), ready, wanted.getOrDefault(blueprint, 0));
    }
}
