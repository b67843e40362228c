package io.cloudfunc.bench;

/**
 * What was asked for.
 *
 * @param scenario its name, whatever it is
 * @param events that {@code grow} stores, 1 to 99,999,999
 * @param json whether the figures are read by a program
 */
record Plan(String scenario, int events, boolean json) {

    static final int EVENTS = 10_000_000;

    private static final String EVENTS_OPTION = "--events";

    /**
     * Of {@code NAME [--events N] [--json]}, in any order.
     *
     * @throws IllegalArgumentException with what is wrong, for who asked
     */
    static Plan parse(String... words) {
        var scenario = "";
        var events = 0;
        var json = false;
        for (var i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--json" -> json = true;
                case EVENTS_OPTION -> events = number(++i < words.length ? words[i] : "");
                default -> scenario = only(scenario, words[i]);
            }
        }
        if (events > 0 && !scenario.equals("grow")) {
            throw new IllegalArgumentException("only grow takes %s, not: %s".formatted(EVENTS_OPTION, scenario));
        }
        return new Plan(scenario, events > 0 ? events : EVENTS, json);
    }

    private static String only(String earlier, String word) {
        if (!earlier.isEmpty()) {
            throw new IllegalArgumentException("bench measures one thing, not %s and %s".formatted(earlier, word));
        }
        return word;
    }

    private static int number(String value) {
        if (!value.matches("[1-9][0-9]{0,7}")) {
            throw new IllegalArgumentException(
                    "%s is '%s'; expected a number from 1 to 99999999".formatted(EVENTS_OPTION, value));
        }
        return Integer.parseInt(value);
    }
}
