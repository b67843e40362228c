package io.cloudfunc.query.view;

import java.util.Optional;

/** Which events a view is made of. */
@FunctionalInterface
public interface Source<E> {

    /** What the event says about which row, if anything. */
    Optional<Keyed<E>> in(Object event);

    /** What is said, and the key of the row that it is said about. */
    record Keyed<E>(String key, E event) {
        public Keyed(Object key, E event) {
            this(key.toString(), event);
        }
    }
}
