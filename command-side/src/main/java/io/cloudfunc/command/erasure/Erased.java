package io.cloudfunc.command.erasure;

/**
 * What an erasure did.
 *
 * @param payloads inputs, outputs and logs that can be read no more
 * @param unfinished calls that were left alone, since they may still run
 */
record Erased(int payloads, int unfinished) {}
