package io.cloudfunc.query;

import static org.awaitility.Awaitility.await;

import io.cloudfunc.store.Fact;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.JdbcTemplate;

/** The views as their processors keep them up to date. */
record LiveViews(
        EventStore events,
        TransactionManager transactions,
        EventProcessingConfiguration processing,
        TokenStore tokens,
        JdbcTemplate jdbc) {

    private static final List<String> VIEWS = List.of("functions", "invocations", "containers");
    private static final List<String> TABLES = List.of("view_function", "view_invocation", "view_container");

    Appender appender() {
        return new Appender(events, transactions);
    }

    /** Forgets all events and rows. */
    void empty() {
        forEachProcessor(processor -> {
            jdbc.execute("truncate domain_event, " + String.join(", ", TABLES));
            startOver(processor);
        });
    }

    /** Has the processor handle all events again, with its rows as they are. */
    void startOver(StreamingEventProcessor processor) {
        transactions.executeInTransaction(() -> {
            tokens.fetchToken(processor.getName(), 0);
            tokens.storeToken(null, processor.getName(), 0);
            tokens.releaseClaim(processor.getName(), 0);
        });
    }

    void forEachProcessor(Consumer<StreamingEventProcessor> change) {
        var all = VIEWS.stream()
                .map(name -> processing
                        .eventProcessor(name, StreamingEventProcessor.class)
                        .orElseThrow())
                .toList();
        all.forEach(StreamingEventProcessor::shutDown);
        all.forEach(change);
        all.forEach(StreamingEventProcessor::start);
    }

    /** Appends the history in commits of up to 20 events while the processors run. */
    void handle(List<Fact> history, Random random) {
        for (var first = 0; first < history.size(); ) {
            var last = Math.min(history.size(), first + 1 + random.nextInt(20));
            appender().append(history.subList(first, last));
            first = last;
        }
        awaitAllHandled();
    }

    void awaitAllHandled() {
        var last = jdbc.queryForObject("select max(global_index) from domain_event", Long.class);
        await().atMost(Duration.ofSeconds(90)).until(() -> VIEWS.stream().allMatch(view -> position(view) >= last));
    }

    private long position(String view) {
        return processing
                .eventProcessor(view, StreamingEventProcessor.class)
                .orElseThrow()
                .processingStatus()
                .values()
                .stream()
                .filter(status -> status.isCaughtUp())
                .mapToLong(status -> status.getCurrentPosition().orElse(-1))
                .min()
                .orElse(-1);
    }

    /** All rows of all views, by table and key. */
    TreeMap<String, Object> rows() {
        var rows = new TreeMap<String, Object>();
        for (var table : TABLES) {
            jdbc.queryForList("select * from " + table)
                    .forEach(row -> rows.put(table + "/" + row.get("key"), row.toString()));
        }
        return rows;
    }
}
