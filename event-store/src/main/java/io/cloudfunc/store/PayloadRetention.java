package io.cloudfunc.store;

import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationRequested;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Drops payloads, outputs and logs by age, a day at a time. A day stays for as long as a call that has not ended refers
 * to it.
 */
final class PayloadRetention {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadRetention.class);

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final String DAYS = """
            select substring(inhrelid::regclass::text from 9) from pg_inherits
            where inhparent = 'payload'::regclass and inhrelid::regclass::text ~ '^payload_[0-9]{8}$' order by 1
            """;

    /** A call is never older than its payload, unless it is called anew. */
    private static final String UNFINISHED = """
            select exists (
              select 1 from domain_event requested
              where payload_type = ? and (payload::jsonb -> 'payload' ->> 'id')::uuid between ? and ?
                and not exists (select 1 from domain_event ended
                  where ended.aggregate_id = requested.aggregate_id and ended.payload_type = any(?)))
            """;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final Duration keep;

    PayloadRetention(JdbcTemplate jdbc, TransactionOperations transaction, Clock clock, Duration keep) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.keep = keep;
    }

    @Scheduled(fixedDelayString = "PT6H")
    void dropWhatIsOld() {
        if (keep.isZero()) {
            return;
        }
        var firstKept = LocalDate.ofInstant(clock.instant().minus(keep), ZoneOffset.UTC);
        try {
            days().filter(day -> day.isBefore(firstKept)).forEach(this::dropIfFinished);
        } catch (DataAccessException notNow) {
            LOG.warn("Old payloads could not be dropped; it is tried again in 6 hours", notNow);
        }
    }

    private Stream<LocalDate> days() {
        return jdbc
                .query(DAYS, (row, number) -> LocalDate.parse(row.getString(1), DateTimeFormatter.BASIC_ISO_DATE))
                .stream();
    }

    private void dropIfFinished(LocalDate day) {
        transaction.executeWithoutResult(begun -> {
            jdbc.execute("set local statement_timeout = " + LONGEST.toMillis());
            if (isUnfinished(day)) {
                LOG.info("Payloads of {} stay: calls that have not ended refer to them", day);
            } else {
                jdbc.execute("drop table payload_" + day.format(DateTimeFormatter.BASIC_ISO_DATE));
                jdbc.update("delete from payload_key where id between ? and ?", first(day), last(day));
                LOG.info("Payloads of {} are dropped", day);
            }
        });
    }

    private boolean isUnfinished(LocalDate day) {
        var ends = Stream.of(InvocationEnded.class.getPermittedSubclasses())
                .map(Class::getName)
                .toArray(String[]::new);
        return Boolean.TRUE.equals(Objects.requireNonNull(jdbc.queryForObject(
                UNFINISHED, Boolean.class, InvocationRequested.class.getName(), first(day), last(day), ends)));
    }

    /** Least and greatest id of a day: the first 48 bits are milliseconds. */
    private static UUID first(LocalDate day) {
        return new UUID(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() << 16, 0);
    }

    private static UUID last(LocalDate day) {
        return new UUID(first(day.plusDays(1)).getMostSignificantBits() - 1, -1);
    }
}
