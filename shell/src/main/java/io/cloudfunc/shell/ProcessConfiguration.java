package io.cloudfunc.shell;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.print.StandardStreams;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Pause;
import io.cloudfunc.shell.rest.ServerKey;
import io.cloudfunc.shell.rest.ServerUrl;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What belongs to this process and its surroundings; tests bring their own. */
@Lazy
@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {

    @Bean
    ProcessEnvironment processEnvironment() {
        return new ProcessEnvironment(System.getenv(), Path.of(""));
    }

    @Bean
    Console console(ProcessEnvironment environment) {
        return StandardStreams.console(environment.variables());
    }

    @Bean
    StandardInput standardInput() {
        return StandardStreams.input();
    }

    @Bean
    CloudFuncServer cloudFuncServer(ProcessEnvironment environment) {
        var variables = environment.variables();
        return new CloudFuncServer(() -> ServerUrl.of(variables.get("CLOUDFUNC_URL")), () -> ServerKey.of(variables));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Pause pause() {
        return Pause::asleep;
    }
}
