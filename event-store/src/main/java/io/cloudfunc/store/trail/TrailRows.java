package io.cloudfunc.store.trail;

import io.cloudfunc.trail.Checkpoint;
import io.cloudfunc.trail.Seal;
import io.cloudfunc.trail.TrailEvent;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.springframework.jdbc.core.RowMapper;

/** Events and seals as rows, with nothing changed on the way. */
final class TrailRows {

    static final String EVENT_COLUMNS = "global_index, event_id, aggregate_type, aggregate_id, sequence_number,"
            + " payload_type, payload_revision, time_stamp, payload, metadata";

    static final String SEAL_COLUMNS = "number, events, sealed_at, head, public_key, signature, positions, digests";

    static final RowMapper<TrailEvent> EVENT = (row, number) -> new TrailEvent(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getLong(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            row.getString(9),
            row.getString(10));

    static final RowMapper<Seal> SEAL =
            (row, number) -> new Seal(checkpoint(row), longs(row.getArray(7)), row.getBytes(8));

    private TrailRows() {}

    static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getLong(1),
                row.getLong(2),
                Instant.parse(row.getString(3)),
                row.getBytes(4),
                row.getBytes(5),
                row.getBytes(6));
    }

    private static long[] longs(Array array) throws SQLException {
        return Arrays.stream((Long[]) array.getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }
}
