package io.cloudfunc.identity;

/** Which functions may be called without identity. */
@FunctionalInterface
public interface PublicFunctions {

    /** Whether one of that name is, as it serves now; false for whatever is no function's name, or not known now. */
    boolean contains(String name);
}
