package io.cloudfunc.query.view;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.store.InNamespaces;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a list is filtered and ordered.
 *
 * @param conditions in SQL, without values from outside: those are arguments
 * @param order columns of text that together are unique
 */
public record Listing(List<String> conditions, List<Object> arguments, List<String> order, boolean descending) {

    public Listing {
        conditions = List.copyOf(conditions);
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }

    public static Listing ascending(String... order) {
        return new Listing(List.of(), List.of(), List.of(order), false);
    }

    public static Listing descending(String... order) {
        return new Listing(List.of(), List.of(), List.of(order), true);
    }

    public Listing where(String condition) {
        return new Listing(with(conditions, condition), arguments, order, descending);
    }

    public Listing where(String condition, Object argument) {
        return new Listing(with(conditions, condition), with(arguments, argument), order, descending);
    }

    /** Adds the condition if there is a value for it. */
    public Listing equal(String column, @Nullable Object value) {
        return value == null ? this : where(column + " = ?", value.toString());
    }

    /** Only rows of functions in these namespaces, whose name is in that column. */
    public Listing in(Namespaces namespaces, String column) {
        return namespaces.areAll() ? this : where(InNamespaces.sql(column, namespaces));
    }

    private static <T> List<T> with(List<T> some, T oneMore) {
        var all = new ArrayList<>(some);
        all.add(oneMore);
        return all;
    }

    String select(String table, PageRequest request) {
        var all = new ArrayList<>(conditions);
        var columns = String.join(", ", order);
        if (request.after() != null) {
            all.add("(%s) %s (%s)".formatted(columns, descending ? "<" : ">", "?" + ", ?".repeat(order.size() - 1)));
        }
        return "select * from %s%s order by %s limit ?"
                .formatted(
                        table,
                        all.isEmpty() ? "" : " where " + String.join(" and ", all),
                        String.join(", ", order.stream().map(this::directed).toList()));
    }

    private String directed(String column) {
        return descending ? column + " desc" : column;
    }

    /** Those of the conditions and of the cursor; the limit is the last one. */
    Object[] arguments(PageRequest request, int limit) {
        var all = new ArrayList<>(arguments);
        if (request.after() != null) {
            all.addAll(request.after().values(order.size()));
        }
        all.add(limit);
        return all.toArray();
    }

    Cursor cursorAt(ResultSet row) throws SQLException {
        var values = new ArrayList<String>();
        for (var column : order) {
            values.add(row.getString(column));
        }
        return new Cursor(values);
    }
}
