package io.cloudfunc.shell.print;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/**
 * Where the process writes: data goes to {@code out}, messages to {@code err}.
 *
 * @param terminal whether {@code out} is a terminal; only then are lines cut to its width
 * @param coloured whether {@code out} may carry colours
 * @param width columns of the terminal
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, boolean coloured, IntSupplier width) {

    /** A line of data. */
    public void line(String text) {
        out.println(text);
    }

    /** Bytes of data as they are; on a terminal a line's end follows if they have none. */
    public void bytes(byte[] data) {
        out.writeBytes(data);
        if (terminal && data.length > 0 && data[data.length - 1] != '\n') {
            out.println();
        }
        out.flush();
    }

    /** A message for the person who waits. */
    public void say(String message) {
        err.println(message);
    }

    /** An empty screen where there is one. */
    public void clear() {
        if (terminal) {
            out.print("\u001b[H\u001b[J");
            out.flush();
        }
    }

    public String paint(Paint paint, String text) {
        return coloured ? paint.on(text) : text;
    }
}
