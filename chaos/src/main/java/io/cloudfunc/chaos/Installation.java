package io.cloudfunc.chaos;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** The installation that is put to the test. */
interface Installation {

    URI server();

    /** A file with the key of an administrator. */
    Path key();

    /** May change with each start of the database. */
    String database();

    /** Socket of the container engine. */
    Path engine();

    /** What all of its containers are labelled with. */
    String label();

    /** What may be killed here. */
    Set<Part> parts();

    /**
     * As {@code kill -9}: no warning, no chance to tidy up.
     *
     * @return whether there was such a process
     */
    boolean kill(Part part);

    /** Starts again what does not start by itself; blocks until it is ready for calls. */
    void restore();
}
