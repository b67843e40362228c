package io.cloudfunc.store;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings the tables of all parts in this process up to date; processes that start together wait for each other. Flyway is
 * not asked about a part that is: being set up and finding so takes it most of a second.
 */
final class SchemaMigration {

    SchemaMigration(DataSource dataSource, List<SchemaPart> parts) {
        var jdbc = new JdbcTemplate(dataSource);
        parts.stream()
                .filter(part -> !new SchemaHistory(jdbc, part).isComplete())
                .forEach(part -> migrate(dataSource, part));
    }

    private static void migrate(DataSource dataSource, SchemaPart part) {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:" + part.scripts())
                .table(part.history())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
