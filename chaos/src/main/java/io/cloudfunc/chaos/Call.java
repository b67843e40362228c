package io.cloudfunc.chaos;

import java.util.SplittableRandom;

/**
 * One call, by its number: which function it goes to, what it tells it to do, and how it must end if nobody interferes.
 *
 * @param ending a state, or the kind of a failure
 */
record Call(int number, Kind kind, String body, String ending) {

    static final String SUCCEEDED = "SUCCEEDED";
    static final String RAISED = "HANDLER_RAISED";
    static final String EXITED = "EXITED";
    static final String WORKER_LOST = "WORKER_LOST";

    static Call of(long seed, int number) {
        var kind = Kind.of(seed, number);
        var dice = new SplittableRandom(seed + 31L * number);
        return switch (kind) {
            case FAST -> new Call(number, kind, body(number, ""), SUCCEEDED);
            case SLOW -> new Call(number, kind, body(number, ",\"seconds\":0." + dice.nextInt(1, 6)), SUCCEEDED);
            case FAILING -> new Call(number, kind, body(number, ",\"raises\":true"), RAISED);
            case FLAKY -> flaky(number, dice.nextInt(10));
        };
    }

    private static Call flaky(int number, int side) {
        if (side == 0) {
            return new Call(number, Kind.FLAKY, body(number, ",\"exits\":true"), EXITED);
        }
        return side < 5
                ? new Call(number, Kind.FLAKY, body(number, ",\"raises\":true"), RAISED)
                : new Call(number, Kind.FLAKY, body(number, ""), SUCCEEDED);
    }

    private static String body(int number, String orders) {
        return "{\"call\":%d%s}".formatted(number, orders);
    }
}
