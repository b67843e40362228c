package io.cloudfunc.standalone;

import io.cloudfunc.command.CommandSide;
import io.cloudfunc.invoker.InvokerRole;
import io.cloudfunc.query.QuerySide;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Command side, query side, router and worker in one process: the default for one machine. Without the worker of {@link
 * InvokerRole} its calls run elsewhere; without a router none would.
 */
@EnableAutoConfiguration
@Import({CommandSide.class, QuerySide.class})
public class StandaloneApplication {

    public static void main(String... arguments) {
        var built = PreparedContext.isBuilt();
        var all = EnumSet.allOf(InvokerRole.class);
        var roles = built ? all : InvokerRole.chosenWith(InvokerRole.ROUTER);
        var application = new SpringApplication(Stream.concat(
                        Stream.of(StandaloneApplication.class), roles.stream().map(InvokerRole::configuration))
                .toArray(Class<?>[]::new));
        if (built || (roles.equals(all) && PreparedContext.isThere())) {
            application.addListeners(new PreparedContext(built));
        }
        application.setDefaultProperties(Map.of("cloudfunc.data-dir", "data"));
        application.addInitializers(new PostgresIfNoneIsConfigured());
        application.run(arguments);
    }

    @Bean
    OldGarbage oldGarbage() {
        return OldGarbage.here();
    }
}
