package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.time.Duration;

/** Tells now and then how far something is that takes long. */
final class HowFar {

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(30);

    private final String words;
    private long said = System.nanoTime();

    /** @param words with a {@code %,d} for the count */
    HowFar(String words) {
        this.words = words;
    }

    void reached(long count) {
        if (System.nanoTime() - said > BETWEEN_WORDS.toNanos()) {
            said = System.nanoTime();
            progress(words, count);
        }
    }
}
