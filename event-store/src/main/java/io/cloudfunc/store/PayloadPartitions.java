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
        jdbc.execute("create table if not exists payload_%s partition of payload for values from ('%s') to ('%s')"
                .formatted(day.format(DateTimeFormatter.BASIC_ISO_DATE), day, day.plusDays(1)));
    }
}
