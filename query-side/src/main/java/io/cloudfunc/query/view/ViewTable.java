package io.cloudfunc.query.view;

import io.cloudfunc.query.view.View.Column;
import io.cloudfunc.store.ArrayColumns;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The rows of a view in PostgreSQL. Takes part in the transaction of the thread that calls it, if there is one. */
public final class ViewTable<V> {

    /** Its own, so that the stored form does not change with how the web is set up. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;
    private final View<?, V> view;

    public ViewTable(JdbcTemplate jdbc, View<?, V> view) {
        this.jdbc = jdbc;
        this.view = view;
    }

    Map<String, Row<V>> load(Collection<String> keys) {
        var rows = new HashMap<String, Row<V>>();
        jdbc.query(
                "select key, sequence, view from %s where key = any(?)".formatted(view.table()),
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("text", keys.toArray())),
                found -> {
                    rows.put(found.getString("key"), row(found));
                });
        return rows;
    }

    public Optional<V> find(String key) {
        return Optional.ofNullable(load(List.of(key)).get(key)).map(Row::view);
    }

    /** Those of the rows that are there, in that order. */
    public List<V> find(List<String> keys) {
        var found = load(keys);
        return keys.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(Row::view)
                .toList();
    }

    void save(Collection<Row<V>> rows) {
        if (!rows.isEmpty()) {
            jdbc.update(upsert(), statement -> fill(statement, List.copyOf(rows)));
        }
    }

    /** Writes rows that are not there yet, faster than {@link #save} would. */
    void copy(Collection<Row<V>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var lines = new StringBuilder();
        rows.forEach(row -> append(lines, row));
        var bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copyStatement());
            copy.writeToCopy(bytes, 0, bytes.length);
            return copy.endCopy();
        });
    }

    private void append(StringBuilder lines, Row<V> row) {
        lines.append(escaped(row.key())).append('\t');
        for (var column : view.columns()) {
            lines.append(escaped(column.value().apply(row.view()).toString())).append('\t');
        }
        lines.append(row.sequence()).append('\t');
        lines.append(escaped(JSON.writeValueAsString(row.view()))).append('\n');
    }

    /** Neither keys and columns nor JSON contain tabs or line ends. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }

    private String copyStatement() {
        return "copy %s (key, %s) from stdin".formatted(view.table(), String.join(", ", columnsAfterKey()));
    }

    private List<String> columnsAfterKey() {
        return Stream.concat(view.columns().stream().map(Column::name), Stream.of("sequence", "view"))
                .toList();
    }

    private void fill(PreparedStatement statement, List<Row<V>> rows) throws SQLException {
        var arrays = new ArrayColumns<>(statement, rows).column("text", Row::key);
        for (var column : view.columns()) {
            arrays.column(column.type(), row -> column.value().apply(row.view()));
        }
        arrays.column("bigint", Row::sequence).column("text", row -> JSON.writeValueAsString(row.view()));
    }

    private String upsert() {
        var columns = columnsAfterKey();
        return """
                insert into %1$s (key, %2$s) select key, %2$s::json from unnest(?::text[], %3$s?::bigint[], ?::text[])
                    given (key, %2$s) on conflict (key) do update set %4$s
                """.formatted(
                view.table(),
                String.join(", ", columns),
                view.columns().stream()
                        .map(column -> "?::%s[], ".formatted(column.type()))
                        .collect(Collectors.joining()),
                columns.stream().map(column -> column + " = excluded." + column).collect(Collectors.joining(", ")));
    }

    void clear() {
        jdbc.execute("truncate table " + view.table());
    }

    /** One page of the rows that meet the conditions, in the order asked for. */
    public Page<V> page(Listing listing, PageRequest request) {
        List<Map.Entry<V, Cursor>> found = jdbc.query(
                listing.select(view.table(), request),
                (row, number) -> Map.entry(row(row).view(), listing.cursorAt(row)),
                listing.arguments(request, request.limit() + 1));
        var more = found.size() > request.limit();
        var shown = more ? found.subList(0, request.limit()) : found;
        return new Page<>(
                shown.stream().map(Map.Entry::getKey).toList(),
                more ? shown.getLast().getValue().toString() : null);
    }

    /** The places of one page of the rows. */
    List<Place> places(Listing listing, PageRequest request) {
        return jdbc.query(
                listing.select(view.table(), request),
                (row, number) -> new Place(row.getString("key"), listing.cursorAt(row)),
                listing.arguments(request, request.limit()));
    }

    private Row<V> row(ResultSet row) throws SQLException {
        return new Row<>(
                row.getString("key"), row.getLong("sequence"), JSON.readValue(row.getString("view"), view.type()));
    }
}
