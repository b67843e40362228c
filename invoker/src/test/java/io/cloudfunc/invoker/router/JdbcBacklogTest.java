package io.cloudfunc.invoker.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.store.TestPostgres;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

class JdbcBacklogTest extends BacklogContract {

    private final JdbcTemplate jdbc = new JdbcTemplate(TestPostgres.pooled());

    @Override
    Backlog backlog() {
        Flyway.configure()
                .dataSource(jdbc.getDataSource())
                .locations("classpath:db/router")
                .load()
                .migrate();
        return new JdbcBacklog(jdbc, JsonMapper.builder().build());
    }

    private int stored() {
        return jdbc.queryForObject("select count(*) from router_backlog", Integer.class);
    }

    @Nested
    class InAUnitOfWork extends BacklogContract {

        private UnitOfWork<?> unitOfWork;

        @BeforeEach
        void start() {
            unitOfWork = DefaultUnitOfWork.startAndGet(null);
        }

        @AfterEach
        void end() {
            if (unitOfWork.isActive()) {
                unitOfWork.commit();
            }
        }

        @Override
        Backlog backlog() {
            return JdbcBacklogTest.this.backlog();
        }

        @Test
        void stores_what_was_added_when_it_commits_and_not_before() {
            var backlog = backlog();
            backlog.add(call("hello", 1));
            backlog.add(call("hello", 2));
            assertThat(stored()).isZero();

            unitOfWork.commit();

            assertThat(stored()).isEqualTo(2);
        }

        @Test
        void stores_nothing_of_what_was_added_when_it_rolls_back() {
            backlog().add(call("hello", 1));

            unitOfWork.rollback();

            assertThat(stored()).isZero();
        }
    }
}
