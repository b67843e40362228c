package io.cloudfunc.standalone;

import io.cloudfunc.command.CommandSide;
import io.cloudfunc.invoker.router.RouterRole;
import io.cloudfunc.query.QuerySide;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Command side, query side and router in one process: what accepts and routes while all workers are off. */
@EnableAutoConfiguration
@Import({CommandSide.class, QuerySide.class, RouterRole.class})
public class WithoutWorker {

    public static void main(String... arguments) {
        SpringApplication.run(WithoutWorker.class, arguments);
    }
}
