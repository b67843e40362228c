package io.cloudfunc.query.rebuild;

import io.cloudfunc.query.view.LongStatements;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The tables of views that are made anew: with the columns of those in use and, when they are full, their indexes. */
@Component
class ShadowTables {

    private static final String INDEXES = """
            select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
            from pg_index where indrelid = to_regclass(?)
            """;
    private static final String LEFT_OVER = """
            select tablename from pg_tables where schemaname = current_schema()
              and tablename ~ '^view_[a-z]+_(r|was)[0-9]+$'
              and not exists (select from view_rebuild where state = 'RUNNING' and tablename ~ ('_r' || id || '$'))
            """;

    private final JdbcTemplate jdbc;

    ShadowTables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An empty table, unless it is there already. */
    void create(String live, String shadow) {
        if (!exists(shadow)) {
            jdbc.execute("create table %s (like %s including all excluding indexes)".formatted(shadow, live));
            jdbc.execute("alter table %s add primary key (key)".formatted(shadow));
        }
    }

    private boolean exists(String table) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select to_regclass(?) is not null", Boolean.class, table));
    }

    /** Adds the indexes that it lacks, and has the planner know its rows; within a transaction. */
    void complete(String live, String shadow) {
        LongStatements.allow(jdbc);
        var there = indexes(shadow);
        indexes(live).keySet().stream()
                .filter(definition -> !there.containsKey(definition))
                .forEach(definition -> jdbc.execute("create index on %s using %s".formatted(shadow, definition)));
        jdbc.execute("analyze " + shadow);
    }

    /** Has the shadow take the place of the table in use, with the names of its indexes; within a transaction. */
    void swap(String live, String shadow, String former) {
        var names = indexes(live);
        jdbc.execute("alter table %s rename to %s".formatted(live, former));
        var number = 0;
        for (var name : names.values()) {
            jdbc.execute("alter index %s rename to %s_%d".formatted(name, former, number++));
        }
        jdbc.execute("alter table %s rename to %s".formatted(shadow, live));
        indexes(live).forEach((definition, name) -> {
            if (names.containsKey(definition)) {
                jdbc.execute("alter index %s rename to %s".formatted(name, names.get(definition)));
            }
        });
    }

    /** Names by definition. */
    private Map<String, String> indexes(String table) {
        var names = new TreeMap<String, String>();
        jdbc.query(
                INDEXES,
                row -> {
                    names.put(definition(row.getString("definition")), row.getString("name"));
                },
                table);
        return names;
    }

    /** All of it that does not name the table or the index itself. */
    private static String definition(String sql) {
        return sql.substring(sql.indexOf(" USING ") + " USING ".length());
    }

    /** Drops what rebuilds that are over left behind. */
    void dropLeftOvers() {
        jdbc.queryForList(LEFT_OVER, String.class).forEach(table -> jdbc.execute("drop table if exists " + table));
    }
}
