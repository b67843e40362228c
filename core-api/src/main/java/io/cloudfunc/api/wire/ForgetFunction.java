package io.cloudfunc.api.wire;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;

/** This life of the function is over: refuse its waiting requests, let running calls finish, remove its containers. */
public record ForgetFunction(FunctionName function, int life) implements Control, OfFunctionLife {}
