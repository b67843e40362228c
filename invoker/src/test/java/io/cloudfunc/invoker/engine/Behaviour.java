package io.cloudfunc.invoker.engine;

/** What the functions of {@link ContainerEngineContract} do. */
public enum Behaviour {
    /** Answers its input. */
    ECHO,
    /** Answers how often this process was called, from 1. */
    COUNTS,
    /** Writes its input, a JSON string, as a line on stdout. */
    PRINTS,
    /** Raises a {@code ValueError: no luck}. */
    RAISES,
    /** Ends its process with code 3, after it wrote {@code leaving}. */
    EXITS,
    NEVER_ENDS,
    /** Answers more than {@link ContainerEngineContract#OUTPUT_LIMIT}. */
    OUTPUT_TOO_LARGE,
    /** Answers with something else than HTTP. */
    BREAKS_PROTOCOL,
    /** Has no handler, and writes {@code loading} before that shows. */
    DOES_NOT_LOAD
}
