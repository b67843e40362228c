package io.cloudfunc.api.function;

/** What happened to a function. */
public sealed interface FunctionEvent extends OfFunctionLife
        permits FunctionDeployed, FunctionRemoved, FunctionRolledBack, RevisionFailed, RevisionReady {}
