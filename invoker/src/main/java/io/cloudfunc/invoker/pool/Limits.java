package io.cloudfunc.invoker.pool;

/**
 * What the pool may take of its machine.
 *
 * @param memoryMiB sum of the memory limits of all containers at a time
 * @param startsAtOnce containers that the engine starts at a time; more of them only make each slower
 */
public record Limits(int memoryMiB, int startsAtOnce) {}
