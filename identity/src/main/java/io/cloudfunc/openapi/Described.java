package io.cloudfunc.openapi;

import io.cloudfunc.store.web.ProblemType;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What cannot be seen from a route's signature, for the OpenAPI document. {@code ContractIT} holds it to its word. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Described {

    /** One sentence: what it does. */
    String value();

    /** Statuses that are no problems. */
    int[] answers() default {200};

    /** What it refuses with, besides what every route may ({@link RouteProblems}). */
    ProblemType[] problems() default {};

    /** The JSON that it reads, where the signature does not say. */
    Class<?> body() default Void.class;

    /** Request headers that it reads by itself. */
    String[] headers() default {};
}
