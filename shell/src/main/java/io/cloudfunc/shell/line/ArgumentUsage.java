package io.cloudfunc.shell.line;

import java.lang.reflect.Parameter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;

/** An argument of a command, by its place. It may be left out where the method's parameter may be null. */
record ArgumentUsage(int index, String name, Class<?> type, String description, boolean optional) {

    static @Nullable ArgumentUsage of(Parameter parameter) {
        var argument = parameter.getAnnotation(Argument.class);
        return argument == null
                ? null
                : new ArgumentUsage(
                        argument.index(),
                        hyphenated(parameter.getName()),
                        parameter.getType(),
                        argument.description(),
                        parameter.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    String synopsis() {
        return optional ? "[<" + name + ">]" : "<" + name + ">";
    }
}
