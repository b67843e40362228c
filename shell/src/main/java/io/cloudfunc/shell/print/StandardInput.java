package io.cloudfunc.shell.print;

import java.io.InputStream;
import java.util.Optional;

/** What the process may read. It belongs to one reader: where commands come from it, no command can read it. */
public final class StandardInput {

    private final InputStream stream;
    private final boolean terminal;
    private boolean claimed;

    public StandardInput(InputStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    /** Whether a person types it. */
    public boolean terminal() {
        return terminal;
    }

    public InputStream claim() {
        claimed = true;
        return stream;
    }

    /** A file's or another program's data, if it is not a person's and nobody reads it yet. */
    public Optional<InputStream> piped() {
        return terminal || claimed ? Optional.empty() : Optional.of(stream);
    }
}
