package io.cloudfunc.store;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills a statement that takes many rows with one execution, as {@code unnest} of an array for each column, in their order.
 *
 * @param <T> what a row is made of
 */
public final class ArrayColumns<T> {

    private final PreparedStatement statement;
    private final List<T> rows;
    private int filled;

    public ArrayColumns(PreparedStatement statement, List<T> rows) {
        this(statement, rows, 0);
    }

    /** @param filled parameters before the next one, which are filled with other rows */
    ArrayColumns(PreparedStatement statement, List<T> rows, int filled) {
        this.statement = statement;
        this.rows = rows;
        this.filled = filled;
    }

    /** The next parameter: values that the database reads as that type from their {@code toString()}. */
    public ArrayColumns<T> column(String type, Function<T, @Nullable Object> value) throws SQLException {
        var texts = rows.stream()
                .map(value)
                .map(each -> Objects.toString(each, null))
                .toArray(String[]::new);
        return column(statement.getConnection().createArrayOf(type, texts));
    }

    /** The next parameter: bytes. */
    public ArrayColumns<T> bytes(Function<T, byte[]> value) throws SQLException {
        var bytes = rows.stream().map(value).toArray(byte[][]::new);
        return column(statement.getConnection().createArrayOf("bytea", bytes));
    }

    /** The parameters that are filled, those before the first of these rows among them. */
    int filled() {
        return filled;
    }

    private ArrayColumns<T> column(Array values) throws SQLException {
        statement.setArray(++filled, values);
        return this;
    }
}
