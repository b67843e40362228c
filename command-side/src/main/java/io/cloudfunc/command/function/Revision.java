package io.cloudfunc.command.function;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.function.Settings;

/** One revision in one life of a function. */
public record Revision(FunctionName function, int life, int revision, Settings settings) implements OfFunctionLife {}
