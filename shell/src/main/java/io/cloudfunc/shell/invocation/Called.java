package io.cloudfunc.shell.invocation;

/** A call that succeeded. */
public record Called(String id, byte[] output) {}
