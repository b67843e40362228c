package io.cloudfunc.shell.print;

/** A colour of the terminal. */
public enum Paint {
    NONE(""),
    BOLD("1"),
    GOOD("32"),
    BUSY("33"),
    BAD("31");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    String on(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** The colour of a state's name. */
    public static Paint of(String state) {
        return switch (state) {
            case "READY", "SUCCEEDED", "WARM" -> GOOD;
            case "PREPARING", "WAITING", "RUNNING", "BUSY", "COLD" -> BUSY;
            case "FAILED", "CANCELLED", "REMOVED" -> BAD;
            default -> NONE;
        };
    }
}
