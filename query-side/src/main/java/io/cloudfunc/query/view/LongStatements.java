package io.cloudfunc.query.view;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets the statements of one transaction run for up to 15 minutes, far longer than an appender's may. */
public final class LongStatements {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private LongStatements() {}

    /** By the server, and by the driver; the pool and the transaction's end undo it. */
    public static void allow(JdbcTemplate jdbc) {
        jdbc.execute("set local statement_timeout = " + LONGEST.toMillis());
        Executor sameThread = Runnable::run;
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            connection.setNetworkTimeout(
                    sameThread, (int) LONGEST.plusMinutes(1).toMillis());
            return true;
        });
    }
}
