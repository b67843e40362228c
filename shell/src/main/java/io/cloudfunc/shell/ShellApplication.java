package io.cloudfunc.shell;

import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.line.ShellRunner;
import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The shell's process. It has no logging: what a person must know is a message on stderr. Of Spring it has the beans
 * only, without Spring Boot: its environment and listeners were a third of what a one-shot command waits for.
 */
public final class ShellApplication {

    private ShellApplication() {}

    public static void main(String[] arguments) {
        System.exit(run(RawArguments.of(arguments)).code());
    }

    static ExitCode run(String... words) {
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        try (var beans = new AnnotationConfigApplicationContext(ProcessConfiguration.class, ShellConfiguration.class)) {
            return beans.getBean(ShellRunner.class).run(List.of(words));
        } catch (RuntimeException fault) {
            System.err.println("The shell itself failed, please report it: " + fault);
            return ExitCode.FAULT;
        }
    }
}
