package io.cloudfunc.store;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables of all parts in this process up to date; processes that start together wait for each other. */
final class SchemaMigration {

    SchemaMigration(DataSource dataSource, List<SchemaPart> parts) {
        parts.forEach(part -> Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/" + part.name())
                .table("flyway_" + part.name())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate());
    }
}
