package io.cloudfunc.standalone;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a process told Prometheus.
 *
 * @param samples by name and labels, as they are written
 */
record Scrape(Map<String, Double> samples) {

    static Scrape of(String text) {
        return new Scrape(text.lines()
                .filter(line -> !line.startsWith("#") && line.contains(" "))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> number(line.substring(line.lastIndexOf(' ') + 1)))));
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    double more(Scrape before, String name) {
        return samples.get(name) - before.samples.get(name);
    }

    Set<String> names() {
        return samples.keySet();
    }
}
