package io.cloudfunc.shell.line;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationContext;
import org.springframework.shell.core.command.CommandRegistry;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.support.CommandFactoryBean;

/**
 * All commands, in the order in which help shows them: that of their classes, and by name within one. They are named,
 * since a scan of the class path would cost each start; of those that nobody asks for, nothing but the name is read.
 */
public final class CommandBook {

    private final ApplicationContext beans;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Map<Method, CommandUsage> usages = new HashMap<>();
    private final CommandRegistry registry = new CommandRegistry();

    public CommandBook(ApplicationContext beans, List<Class<?>> commandClasses) {
        this.beans = beans;
        commandClasses.forEach(this::read);
    }

    private void read(Class<?> commandClass) {
        Arrays.stream(commandClass.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Command.class))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> methods.put(nameOf(method), method));
    }

    private static String nameOf(Method method) {
        return method.getAnnotation(Command.class).name()[0];
    }

    /** Those of the commands that were {@linkplain #find found}. */
    CommandRegistry registry() {
        return registry;
    }

    Collection<CommandUsage> all() {
        return methods.values().stream().map(this::usage).toList();
    }

    Collection<String> names() {
        return methods.keySet();
    }

    Optional<CommandUsage> find(String name) {
        return Optional.ofNullable(methods.get(name)).map(this::usage);
    }

    private CommandUsage usage(Method method) {
        return usages.computeIfAbsent(method, this::made);
    }

    private CommandUsage made(Method method) {
        var factory = new CommandFactoryBean(method);
        factory.setApplicationContext(beans);
        var command = factory.getObject();
        registry.registerCommand(command);
        return CommandUsage.of(command, method);
    }
}
