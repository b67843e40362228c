package io.cloudfunc.invoker.broker;

/** Deals with one message. It may block, and decides only when it returns; an exception gives the message back. */
@FunctionalInterface
public interface MessageHandler {

    Verdict handle(Delivery delivery);
}
