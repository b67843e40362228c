package io.cloudfunc.shell;

import io.cloudfunc.shell.exit.ExitCode;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Import;

/**
 * The shell's process. It has no logging: what a person must know is a message on stderr. Of Spring Boot it uses the
 * application and its runner, and no auto-configuration; see {@link ShellConfiguration} for why.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({ProcessConfiguration.class, ShellConfiguration.class})
public class ShellApplication {

    public static void main(String[] arguments) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        System.exit(run(RawArguments.of(arguments)));
    }

    private static int run(String[] words) {
        try {
            return SpringApplication.exit(application().run(words));
        } catch (RuntimeException fault) {
            System.err.println("The shell itself failed, please report it: " + fault);
            return ExitCode.FAULT.code();
        }
    }

    private static SpringApplication application() {
        var application = new SpringApplication(ShellApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setLazyInitialization(true);
        application.setAddCommandLineProperties(false);
        application.setRegisterShutdownHook(false);
        return application;
    }
}
