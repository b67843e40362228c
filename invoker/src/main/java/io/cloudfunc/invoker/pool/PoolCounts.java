package io.cloudfunc.invoker.pool;

/**
 * What a worker's pool has just now.
 *
 * @param idle containers that wait for a call
 * @param taken containers that run a call, start, go, or are tried
 * @param waiting calls that wait for a container
 * @param memoryMiB sum of the limits of all containers, without what is made ahead
 * @param mostMemoryMiB what that may be at most
 */
public record PoolCounts(int idle, int taken, int waiting, int memoryMiB, int mostMemoryMiB) {}
