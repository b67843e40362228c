package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;

/** One revision in one life of a function. */
public record Revision(FunctionName function, int life, int revision) implements OfFunctionLife {}
