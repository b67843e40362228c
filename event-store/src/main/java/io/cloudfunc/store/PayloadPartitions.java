package io.cloudfunc.store;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;

/** Makes the payload table's partitions ahead of their days, so that a day can be dropped as a whole. */
final class PayloadPartitions {

    private static final int DAYS_AHEAD = 7;

    /** One process at a time; what came before the day had its partition moves into it, for that would keep it out. */
    private static final String PREPARE = """
            do $$ begin
                perform pg_advisory_xact_lock(hashtext('payload partitions'));
                if to_regclass('%1$s') is null then
                    lock table payload in access exclusive mode;
                    create table %1$s (like payload including all);
                    with early as (delete from payload_other_days where stored_on = '%2$s' returning *)
                        insert into %1$s select * from early;
                    alter table payload attach partition %1$s for values from ('%2$s') to ('%3$s');
                end if;
            end $$
            """;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    PayloadPartitions(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT6H")
    void prepare() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        IntStream.rangeClosed(0, DAYS_AHEAD).mapToObj(today::plusDays).forEach(this::prepare);
    }

    private void prepare(LocalDate day) {
        var partition = "payload_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
        jdbc.execute(PREPARE.formatted(partition, day, day.plusDays(1)));
    }
}
