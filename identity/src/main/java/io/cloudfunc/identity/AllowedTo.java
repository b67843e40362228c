package io.cloudfunc.identity;

import io.cloudfunc.api.identity.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may use a route: callers with one of these roles, {@link Role#ADMIN} in any case, in the namespaces of what the route
 * is about. Every route has one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowedTo {

    Role[] value() default {};

    Subject about();

    /** Also whoever calls a public function, which the route's variable {@code name} names. */
    boolean callersOfPublicFunctions() default false;

    /** Also those without identity; then the route itself must see to what they may do. */
    boolean everybody() default false;
}
