package io.cloudfunc.chaos;

import java.util.Locale;
import java.util.SplittableRandom;

/** How a call behaves, by the function it goes to. */
enum Kind {
    FAST(60),
    SLOW(15),
    FAILING(15),
    FLAKY(10);

    private final int share;

    Kind(int share) {
        this.share = share;
    }

    String function() {
        return "chaos-" + name().toLowerCase(Locale.ROOT);
    }

    static Kind of(long seed, int call) {
        var ticket = new SplittableRandom(seed * 1_000_003 + call).nextInt(100);
        for (var kind : values()) {
            ticket -= kind.share;
            if (ticket < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the shares sum up to less than 100");
    }
}
