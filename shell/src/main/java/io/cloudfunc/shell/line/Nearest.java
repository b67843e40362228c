package io.cloudfunc.shell.line;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was probably meant: at most two letters, or a third of them, away, or one that it begins. */
final class Nearest {

    private Nearest() {}

    static Optional<String> to(String typed, Collection<String> words) {
        var reach = Math.max(2, typed.length() / 3);
        return words.stream()
                .filter(word -> distance(typed, word) <= reach || isBeginning(typed, word))
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isBeginning(String typed, String word) {
        return typed.length() >= 3 && word.startsWith(typed);
    }

    /** Levenshtein's. */
    private static int distance(String one, String other) {
        var previous = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            previous = nextRow(previous, one.charAt(i - 1), other, i);
        }
        return previous[other.length()];
    }

    private static int[] nextRow(int[] previous, char letter, String other, int row) {
        var next = new int[previous.length];
        next[0] = row;
        for (var j = 1; j < next.length; j++) {
            var replaced = previous[j - 1] + (letter == other.charAt(j - 1) ? 0 : 1);
            next[j] = Math.min(replaced, 1 + Math.min(previous[j], next[j - 1]));
        }
        return next;
    }
}
