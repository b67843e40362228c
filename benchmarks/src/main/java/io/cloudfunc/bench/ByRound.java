package io.cloudfunc.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One figure for each of some rounds. Of the rounds of two things that took turns, those with the same number are a pair. */
final class ByRound {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** In the order of the rounds. */
    List<Double> all() {
        return List.copyOf(values);
    }

    /** @throws IllegalStateException if there was no round */
    double median() {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * The median of all pairs' ratios: what disturbs a machine for a while is in both of a pair, or in few.
     *
     * @throws IllegalArgumentException if one has more rounds than the other
     */
    double medianRatioTo(ByRound other) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException(
                    "%d rounds have no pairs in %d".formatted(values.size(), other.values.size()));
        }
        return median(IntStream.range(0, values.size())
                .mapToDouble(round -> values.get(round) / other.values.get(round))
                .toArray());
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
