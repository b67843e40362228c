package io.cloudfunc.invoker.router;

import io.cloudfunc.store.TestPostgres;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

class JdbcBacklogTest extends BacklogContract {

    @Override
    Backlog backlog() {
        var database = TestPostgres.fresh();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/router")
                .load()
                .migrate();
        return new JdbcBacklog(new JdbcTemplate(database), JsonMapper.builder().build());
    }
}
