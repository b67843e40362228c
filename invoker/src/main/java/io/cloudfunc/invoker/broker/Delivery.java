package io.cloudfunc.invoker.broker;

/** @param redelivered whether the broker delivered the message before, to anyone */
public record Delivery(byte[] body, boolean redelivered) {}
