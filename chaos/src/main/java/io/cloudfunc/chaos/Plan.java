package io.cloudfunc.chaos;

import java.time.Duration;

/**
 * What a run does.
 *
 * @param calls accepted calls, at least 1
 * @param kills 0 or more; the parts come in turn, in random order, so that each is killed before any is again
 * @param seed decides what is called, what is killed and when
 * @param patience how long the installation may make no progress at all before its open calls count as lost
 */
record Plan(int calls, int kills, long seed, Duration patience) {

    /** Longer than a restart of everything takes on a slow machine. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    Plan {
        if (calls < 1 || kills < 0) {
            throw new IllegalArgumentException(
                    "%d calls and %d kills; expected at least 1 call and 0 kills".formatted(calls, kills));
        }
    }

    /** Of {@code --calls N --kills K --seed S}, each of which may be absent. */
    static Plan parse(String... words) {
        var calls = 1_000;
        var kills = 6;
        var seed = 1L;
        for (var i = 0; i < words.length; i += 2) {
            var value = i + 1 < words.length ? words[i + 1] : "";
            switch (words[i]) {
                case "--calls" -> calls = (int) number(words[i], value);
                case "--kills" -> kills = (int) number(words[i], value);
                case "--seed" -> seed = number(words[i], value);
                default ->
                    throw new IllegalArgumentException(
                            "chaos takes --calls N, --kills K, --seed S, --lose-broker-data and --json, not: "
                                    + words[i]);
            }
        }
        return new Plan(calls, kills, seed, PATIENCE);
    }

    private static long number(String option, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("%s is '%s'; expected a number".formatted(option, value));
        }
        return Long.parseLong(value);
    }
}
