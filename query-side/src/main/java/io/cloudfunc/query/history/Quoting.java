package io.cloudfunc.query.history;

import java.util.UUID;
import java.util.stream.Stream;

/** A row that tells of failures what was said of them, and only refers to it where it is stored. */
public interface Quoting<V> {

    Stream<UUID> said();

    /** As it is shown. */
    V with(Words.Found words);
}
