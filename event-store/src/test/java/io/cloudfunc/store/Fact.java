package io.cloudfunc.store;

/** An event of an aggregate, and its number among those. */
public record Fact(String type, String aggregate, long sequence, Object event) {}
