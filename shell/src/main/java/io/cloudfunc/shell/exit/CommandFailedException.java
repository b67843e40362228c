package io.cloudfunc.shell.exit;

/** Ends a command. The message is for the user: one or two lines, naming what was wrong and what was expected. */
public final class CommandFailedException extends RuntimeException {

    private final ExitCode exitCode;

    public CommandFailedException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static CommandFailedException usage(String message) {
        return new CommandFailedException(ExitCode.USAGE, message);
    }

    /** A value that breaks its rule, by the words that the server uses too. */
    public static CommandFailedException invalid(String what, Object offending, String expected) {
        return usage("%s: got '%s', expected %s".formatted(what, offending, expected));
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
