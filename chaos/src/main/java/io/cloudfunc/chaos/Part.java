package io.cloudfunc.chaos;

import java.util.Locale;

/** What is killed. */
enum Part {
    /** The JVM with all roles. */
    SERVER,
    POSTGRES,
    BROKER,
    /** The broker, with everything it has on disk. */
    BROKER_DATA,
    /** One function container. */
    CONTAINER,
    /** The Docker engine itself; containers outlive it. */
    ENGINE;

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
