package io.cloudfunc.shell.exit;

/** What a one-shot command tells the program that started it. The codes are stable. */
public enum ExitCode {
    OK(0),
    /** The function failed, or a revision could not be prepared, or the demo found something amiss. */
    FAILED(1),
    /** The command line is wrong, or the server found a value or an input that breaks a rule; nothing was done. */
    USAGE(2),
    NOT_FOUND(3),
    /** The server could not or would not do it now: no ready revision, too busy, a part that it needs is down. */
    REFUSED(4),
    /** The function ran into its timeout, or the wait passed. */
    TIMED_OUT(5),
    UNREACHABLE(6),
    /** A fault of the shell itself. */
    FAULT(70),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
