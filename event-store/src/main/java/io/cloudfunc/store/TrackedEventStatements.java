package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;

/**
 * Reads the stream by number of events. The framework's own statements read a range of positions, of which some hold no
 * event: then a short answer does not say whether more follows, and an empty one takes a second query.
 */
final class TrackedEventStatements {

    /** Read for one cleaning: the next one goes on. */
    private static final int BEHIND_GAPS = 100;

    private TrackedEventStatements() {}

    static PreparedStatement after(Connection connection, EventSchema schema, long position, int most)
            throws SQLException {
        var statement = connection.prepareStatement(next(schema));
        statement.setLong(1, position);
        statement.setInt(2, most);
        return statement;
    }

    /** Also what was not visible when the positions after it were read. */
    static PreparedStatement afterOrIn(
            Connection connection, EventSchema schema, long position, int most, List<Long> gaps) throws SQLException {
        var index = schema.globalIndexColumn();
        var statement = connection.prepareStatement("(%s) union all select %s from %s where %s = any(?) order by %s"
                .formatted(next(schema), schema.trackedEventFields(), schema.domainEventTable(), index, index));
        statement.setLong(1, position);
        statement.setInt(2, most);
        statement.setArray(3, connection.createArrayOf("bigint", gaps.toArray()));
        return statement;
    }

    /**
     * What says which of the first gaps will stay empty: events in gaps, and right behind them. The framework's own statement
     * reads all events from the first gap to the last, and does so with each read of who has more than 250 gaps.
     */
    static PreparedStatement inOrBehind(Connection connection, EventSchema schema, SortedSet<Long> gaps)
            throws SQLException {
        var index = schema.globalIndexColumn();
        var statement = connection.prepareStatement("select %s, %s from %s where %s = any(?) order by %s limit ?"
                .formatted(index, schema.timestampColumn(), schema.domainEventTable(), index, index));
        var positions = gaps.stream().flatMap(gap -> Stream.of(gap, gap + 1)).distinct();
        statement.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
        statement.setInt(2, BEHIND_GAPS);
        return statement;
    }

    private static String next(EventSchema schema) {
        return "select %s from %s where %s > ? order by %s limit ?"
                .formatted(
                        schema.trackedEventFields(),
                        schema.domainEventTable(),
                        schema.globalIndexColumn(),
                        schema.globalIndexColumn());
    }
}
