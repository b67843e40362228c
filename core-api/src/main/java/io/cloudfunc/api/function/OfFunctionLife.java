package io.cloudfunc.api.function;

/** Something that belongs to one life of a function: from its first deploy to its removal. */
public interface OfFunctionLife {

    FunctionName function();

    /** 1 for the first life of the name, one more each time it is deployed again after a removal. */
    int life();

    /** Names the life in associations and keys: no function name contains the separator. */
    default String lifeKey() {
        return function() + "~" + life();
    }
}
