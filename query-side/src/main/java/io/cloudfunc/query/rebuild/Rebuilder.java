package io.cloudfunc.query.rebuild;

import io.cloudfunc.query.rebuild.Rebuild.State;
import io.cloudfunc.query.view.Projection;
import io.cloudfunc.query.view.Shadow;
import io.cloudfunc.query.view.View;
import io.cloudfunc.store.EventFeed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes views anew in shadow tables, from the first event on, and has these take the place of the tables in use. One
 * reading of the events feeds all views; only pure folds see them, so that nothing happens again. Each part is written in
 * one transaction with its token, which is claimed under a name of its own: after a crash whoever claims it goes on.
 */
@Component
class Rebuilder {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);

    /** Bounds the memory, and how long a claim is held without a sign of life. */
    private static final int EVENTS_PER_TRANSACTION = 1_000;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final TokenStore tokens;
    private final EventFeed feed;
    private final ShadowTables tables;
    private final Rebuilds rebuilds;
    private final List<View<?, ?>> views;

    Rebuilder(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            TokenStore tokens,
            EventFeed feed,
            ShadowTables tables,
            Rebuilds rebuilds,
            List<Projection> projections) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.tokens = tokens;
        this.feed = feed;
        this.tables = tables;
        this.rebuilds = rebuilds;
        this.views = List.copyOf(projections.stream().map(Projection::view).toList());
    }

    /**
     * Begins, or goes on where it was left.
     *
     * @param stop ends it early, to be gone on with later
     */
    void carryOut(Rebuild rebuild, CountDownLatch stop) throws InterruptedException {
        begin(rebuild);
        var shadows = views(rebuild).stream()
                .<Shadow<?, ?>>map(view -> Shadow.of(jdbc, view, rebuild.shadowOf(view.table())))
                .toList();
        BooleanSupplier stopped = () -> stop.getCount() == 0;
        fill(rebuild, shadows, stopped);
        if (!stopped.getAsBoolean()) {
            complete(rebuild);
        }
        while (!stopped.getAsBoolean()) {
            fill(rebuild, shadows, stopped);
            if (swapped(rebuild, shadows)) {
                LOG.info("Views {} are made anew from {}", rebuild.views(), rebuild.processor());
                return;
            }
            stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        transaction.executeWithoutResult(left -> tokens.releaseClaim(rebuild.processor(), 0));
    }

    private List<View<?, ?>> views(Rebuild rebuild) {
        return List.copyOf(views.stream()
                .filter(view -> rebuild.views().contains(view.name()))
                .toList());
    }

    private void begin(Rebuild rebuild) {
        transaction.executeWithoutResult(begun -> {
            if (tokens.fetchSegments(rebuild.processor()).length == 0) {
                tokens.initializeTokenSegments(rebuild.processor(), 1, null);
            }
            claim(rebuild);
            views(rebuild).forEach(view -> tables.create(view.table(), rebuild.shadowOf(view.table())));
        });
    }

    /** Also locks the token until the transaction ends, so that no other process writes into the shadows meanwhile. */
    private @Nullable TrackingToken claim(Rebuild rebuild) {
        return tokens.fetchToken(rebuild.processor(), 0);
    }

    private void fill(Rebuild rebuild, List<Shadow<?, ?>> shadows, BooleanSupplier stopped) {
        var more = true;
        while (more && !stopped.getAsBoolean()) {
            more = Boolean.TRUE.equals(
                    transaction.execute(begun -> takeInPart(rebuild, shadows) >= EVENTS_PER_TRANSACTION));
        }
    }

    private int takeInPart(Rebuild rebuild, List<Shadow<?, ?>> shadows) {
        var begin = System.nanoTime();
        var events = feed.after(claim(rebuild), EVENTS_PER_TRANSACTION);
        if (!events.isEmpty()) {
            events.forEach(event -> shadows.forEach(shadow -> shadow.take(event)));
            shadows.forEach(Shadow::flush);
            var token = Objects.requireNonNull(events.getLast().trackingToken());
            tokens.storeToken(token, rebuild.processor(), 0);
            rebuilds.tookIn(rebuild, events.size(), token.position().orElse(0));
            rebuilds.worked(rebuild, (System.nanoTime() - begin) / 1e9);
        }
        return events.size();
    }

    private void complete(Rebuild rebuild) {
        transaction.executeWithoutResult(begun -> {
            claim(rebuild);
            var begin = System.nanoTime();
            views(rebuild).forEach(view -> tables.complete(view.table(), rebuild.shadowOf(view.table())));
            rebuilds.worked(rebuild, (System.nanoTime() - begin) / 1e9);
        });
    }

    /** Whether it was possible now: a long reading of a view in use keeps it from being replaced. */
    private boolean swapped(Rebuild rebuild, List<Shadow<?, ?>> shadows) {
        try {
            transaction.executeWithoutResult(begun -> swap(rebuild, shadows));
            return true;
        } catch (PessimisticLockingFailureException inUse) {
            LOG.info("Views {} are replaced at the next try: {}", rebuild.views(), inUse.getMessage());
            return false;
        }
    }

    /**
     * The lock of their tokens keeps the processors of the views in use from committing, as long as what they have taken
     * in is taken in here too. What is taken in here ahead of them they will find done.
     */
    private void swap(Rebuild rebuild, List<Shadow<?, ?>> shadows) {
        jdbc.execute("set local lock_timeout = '2s'");
        jdbc.query(
                "select from processor_token where processor_name = any(?) order by processor_name for update",
                statement -> statement.setArray(
                        1,
                        statement
                                .getConnection()
                                .createArrayOf("text", rebuild.views().toArray())),
                row -> {});
        while (takeInPart(rebuild, shadows) >= EVENTS_PER_TRANSACTION) {}
        views(rebuild)
                .forEach(view ->
                        tables.swap(view.table(), rebuild.shadowOf(view.table()), rebuild.formerOf(view.table())));
        tokens.deleteToken(rebuild.processor(), 0);
        rebuilds.end(rebuild, State.DONE, null);
    }

    /** Its shadows are left over. */
    void giveUp(Rebuild rebuild, String problem) {
        transaction.executeWithoutResult(begun -> {
            claim(rebuild);
            tokens.deleteToken(rebuild.processor(), 0);
            rebuilds.end(rebuild, State.FAILED, problem);
        });
    }
}
