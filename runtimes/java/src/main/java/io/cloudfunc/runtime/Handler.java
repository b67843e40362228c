package io.cloudfunc.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The function's {@code public static … handler(… event)}. */
final class Handler {

    private final Method method;

    private Handler(Method method) {
        this.method = method;
    }

    /** @throws LoadFailedException unless the class has exactly one */
    static Handler of(Class<?> function) {
        var named = Arrays.stream(function.getDeclaredMethods())
                .filter(method -> method.getName().equals("handler") && !method.isSynthetic())
                .toList();
        var fitting = named.stream().filter(Handler::fits).toList();
        if (fitting.size() != 1) {
            throw new LoadFailedException(
                    "expected class Function to have public static Object handler(Object event), found "
                            + (named.isEmpty() ? methodsOf(function) : signatures(named)));
        }
        fitting.getFirst().setAccessible(true);
        return new Handler(fitting.getFirst());
    }

    private static boolean fits(Method method) {
        return Modifier.isStatic(method.getModifiers())
                && Modifier.isPublic(method.getModifiers())
                && method.getParameterCount() == 1
                && !method.getParameterTypes()[0].isPrimitive();
    }

    boolean takes(Object event) {
        return event == null || method.getParameterTypes()[0].isInstance(event);
    }

    String parameter() {
        return method.getParameterTypes()[0].getTypeName();
    }

    /** @throws InvocationTargetException whose cause is what the handler threw */
    Object call(Object event) throws InvocationTargetException {
        try {
            return method.invoke(null, event);
        } catch (IllegalAccessException madeAccessible) {
            throw new IllegalStateException(madeAccessible);
        } catch (ExceptionInInitializerError raised) {
            throw new InvocationTargetException(raised);
        }
    }

    private static String methodsOf(Class<?> function) {
        var all = Arrays.stream(function.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .toList();
        return all.isEmpty() ? "no method" : signatures(all);
    }

    private static String signatures(List<Method> methods) {
        return methods.stream().map(Handler::signature).sorted().collect(Collectors.joining(", "));
    }

    private static String signature(Method method) {
        var parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
        var modifiers = Modifier.toString(method.getModifiers());
        return (modifiers + " " + method.getReturnType().getSimpleName() + " " + method.getName()).strip() + parameters;
    }
}
