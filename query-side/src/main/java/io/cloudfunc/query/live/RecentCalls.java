package io.cloudfunc.query.live;

import io.cloudfunc.api.invocation.InvocationId;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Counts the calls of the last hour that the view has; where there were very many, the latest of them. */
@Component
class RecentCalls {

    private static final int MOST = 20_000;

    private static final String BY_MINUTE = """
        select function, left(view ->> 'endedAt', 16) as minute,
               count(*) as ended, count(*) filter (where state = 'FAILED') as failed
        from (select * from view_invocation where key > ? order by key desc limit ?) as latest
        where view ->> 'endedAt' is not null group by function, minute
        """;

    private final JdbcTemplate jdbc;

    RecentCalls(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Activity activity(Instant now) {
        var activity = new Activity();
        jdbc.query(
                BY_MINUTE,
                row -> {
                    activity.count(
                            row.getString("function"),
                            Instant.parse(row.getString("minute") + ":00Z"),
                            row.getLong("ended"),
                            row.getLong("failed"));
                },
                InvocationId.lastOf(now.minus(Activity.SPAN)).toString(),
                MOST);
        return activity;
    }
}
