package io.cloudfunc.shell.line;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
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
 * since a scan of the class path would cost each start.
 */
public final class CommandBook {

    private final Map<String, CommandUsage> usages = new LinkedHashMap<>();
    private final CommandRegistry registry = new CommandRegistry();

    public CommandBook(ApplicationContext beans, List<Class<?>> commandClasses) {
        commandClasses.forEach(commandClass -> read(beans, commandClass));
    }

    private void read(ApplicationContext beans, Class<?> commandClass) {
        Arrays.stream(commandClass.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Command.class))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> {
                    var factory = new CommandFactoryBean(method);
                    factory.setApplicationContext(beans);
                    var command = factory.getObject();
                    registry.registerCommand(command);
                    usages.put(command.getName(), CommandUsage.of(command, method));
                });
    }

    CommandRegistry registry() {
        return registry;
    }

    Collection<CommandUsage> all() {
        return usages.values();
    }

    Collection<String> names() {
        return usages.keySet();
    }

    Optional<CommandUsage> find(String name) {
        return Optional.ofNullable(usages.get(name));
    }
}
