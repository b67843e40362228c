package io.cloudfunc.standalone;

import io.cloudfunc.command.CommandSide;
import io.cloudfunc.invoker.router.RouterRole;
import io.cloudfunc.invoker.worker.WorkerRole;
import io.cloudfunc.query.QuerySide;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Command side, query side, router and worker in one process: the default for one machine. */
@EnableAutoConfiguration
@Import({CommandSide.class, QuerySide.class, RouterRole.class, WorkerRole.class})
public class StandaloneApplication {

    public static void main(String... arguments) {
        var application = new SpringApplication(StandaloneApplication.class);
        application.setDefaultProperties(Map.of("cloudfunc.data-dir", "data"));
        application.addInitializers(new PostgresIfNoneIsConfigured());
        application.run(arguments);
    }
}
