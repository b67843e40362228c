package io.cloudfunc.store;

/**
 * What somebody knows of an aggregate, and decides by.
 *
 * @param number of the last event that it has, as far as they know; without events -1
 */
public record LastEvent(String aggregate, long number) {}
