package io.cloudfunc.store.trail;

import io.cloudfunc.trail.Seal;
import io.cloudfunc.trail.TrailEvent;
import io.cloudfunc.trail.TrailFormat;
import io.cloudfunc.trail.TrailLine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes events and their seals, line by line and in bounded memory, in the order of the chain. */
public final class TrailExport {

    private static final int UNSEALED_AT_A_TIME = 5_000;

    private static final String UNSEALED = "select %s from domain_event where global_index > ? and %s"
            + " order by global_index limit " + UNSEALED_AT_A_TIME;

    private final JdbcTemplate jdbc;
    private final StoredTrail trail;

    public TrailExport(JdbcTemplate jdbc, StoredTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
    }

    public void write(Selection selection, TrailFormat format, Appendable out) throws IOException {
        line(out, format, new TrailLine.Head(selection.words()));
        var before = Long.MIN_VALUE;
        for (var seals = trail.sealsAfter(0);
                !seals.isEmpty();
                seals = trail.sealsAfter(StoredTrail.numberOfLast(seals))) {
            for (var group : StoredTrail.inGroups(seals)) {
                write(group, before, selection, format, out);
                before = Math.max(before, StoredTrail.highest(group));
            }
        }
        writeUnsealed(before, selection, format, out);
    }

    private void write(List<Seal> seals, long before, Selection selection, TrailFormat format, Appendable out)
            throws IOException {
        var found = trail.eventsOf(seals, before, selection.sql(), selection.values());
        for (var seal : seals) {
            write(seal, found, selection, format, out);
        }
    }

    private static void write(
            Seal seal, Map<Long, TrailEvent> found, Selection selection, TrailFormat format, Appendable out)
            throws IOException {
        var events = Arrays.stream(seal.positions())
                .mapToObj(found::get)
                .filter(Objects::nonNull)
                .toList();
        if (events.isEmpty() && selection.words() != null) {
            line(out, format, new TrailLine.SealedOthers(seal.checkpoint(), seal.content()));
            return;
        }
        line(out, format, new TrailLine.Sealed(seal));
        for (var event : events) {
            line(out, format, new TrailLine.Event(event));
        }
    }

    private void writeUnsealed(long after, Selection selection, TrailFormat format, Appendable out) throws IOException {
        var sql = UNSEALED.formatted(TrailRows.EVENT_COLUMNS, selection.sql());
        for (var last = after; ; ) {
            var events = jdbc.query(sql, TrailRows.EVENT, parameters(last, selection));
            for (var event : events) {
                line(out, format, new TrailLine.Event(event));
            }
            if (events.size() < UNSEALED_AT_A_TIME) {
                return;
            }
            last = events.getLast().position();
        }
    }

    private static Object[] parameters(long after, Selection selection) {
        var values = selection.values();
        var all = new Object[values.length + 1];
        all[0] = after;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }

    private static void line(Appendable out, TrailFormat format, TrailLine line) throws IOException {
        out.append(format.write(line)).append('\n');
    }
}
