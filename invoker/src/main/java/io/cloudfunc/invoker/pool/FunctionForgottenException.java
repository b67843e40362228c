package io.cloudfunc.invoker.pool;

/** The function life is over: it gets no container any more. */
public final class FunctionForgottenException extends RuntimeException {

    FunctionForgottenException(String life) {
        super("function life %s is over".formatted(life));
    }
}
