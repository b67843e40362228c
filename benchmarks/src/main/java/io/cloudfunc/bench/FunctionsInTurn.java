package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

/**
 * Several functions, called in turn and one call at a time, on several workers with room for all: after the first call of
 * each there is a warm container for every call, on one worker or another. How many calls got it?
 */
final class FunctionsInTurn {

    private static final String NAME = "bench-turn-";
    private static final int FUNCTIONS = 8;
    private static final int ROUNDS = 15;

    private final List<Installation> sides;
    private final Clock clock;

    FunctionsInTurn(List<Installation> sides, Clock clock) {
        this.sides = sides;
        this.clock = clock;
    }

    void measure(Figures figures) throws IOException {
        progress("%d functions in turn", FUNCTIONS);
        var database = sides.getFirst().database();
        for (var number = 0; number < FUNCTIONS; number++) {
            new Rest(sides.getFirst()).deploy(NAME + number, WarmCalls.SOURCE, "{\"memoryMiB\":32}");
            call(sides.getFirst(), number);
        }
        var stored = StoredCalls.fromNowOn(database, NAME + "%");
        var from = clock.instant();
        for (var call = 0; call < FUNCTIONS * ROUNDS; call++) {
            call(sides.get(call % sides.size()), call % FUNCTIONS);
        }
        var ended = stored.ended(from, clock.instant());
        figures.put(
                        "functions_in_turn",
                        new Figures().put("calls", ended.calls()).put("warm", ended.warm()))
                .put("warm_share", ended.warmShare());
        for (var number = 0; number < FUNCTIONS; number++) {
            new Rest(sides.getFirst()).remove(NAME + number);
        }
    }

    private static void call(Installation side, int number) throws IOException {
        try (var wire = side.connect()) {
            WarmCalls.calling(wire, "/fn/" + NAME + number).make();
        }
    }
}
