package io.cloudfunc.query.live;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.query.history.Words;
import io.cloudfunc.query.rebuild.KnownProjections;
import io.cloudfunc.query.view.Projection;
import io.cloudfunc.query.view.ViewPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the stream of events once for all who watch, while anybody does, and tells them the rows of the views that
 * events have touched, once these are in the views.
 */
@Component
class ChangeReader implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);

    /** What happens within that time is told together. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    /** After that much of it, and that often at most, it is told how far the views are. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final List<Touched<?>> views;
    private final ViewPositions positions;
    private final Words words;
    private final KnownProjections projections;
    private final RecentCalls calls;
    private final Watchers watchers;
    private final JsonMapper json;
    private final Clock clock;
    private volatile @Nullable Thread reader;

    private boolean positionsMoved;
    private Instant positionsTold = Instant.EPOCH;

    ChangeReader(
            @Qualifier("eventsSoon") StreamableMessageSource<TrackedEventMessage<?>> events,
            List<Projection> views,
            JdbcTemplate jdbc,
            ViewPositions positions,
            Words words,
            KnownProjections projections,
            RecentCalls calls,
            Watchers watchers,
            JsonMapper json,
            Clock clock) {
        this.events = events;
        this.views = views.stream()
                .<Touched<?>>map(projection -> new Touched<>(projection.view(), jdbc))
                .toList();
        this.positions = positions;
        this.words = words;
        this.projections = projections;
        this.calls = calls;
        this.watchers = watchers;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void start() {
        var begun = Thread.ofVirtual().name("changes").unstarted(this::readForever);
        reader = begun;
        begun.start();
    }

    private void readForever() {
        try {
            while (isRunning()) {
                watchers.awaitSomebody();
                readWhileWatched();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a failure those who watch are let go: they come again, and ask for all that they show. */
    private void readWhileWatched() throws InterruptedException {
        try (var stream = events.openStream(events.createHeadToken())) {
            var activity = calls.activity(clock.instant());
            watchers.greetWith(audience -> List.of(
                    message("hello", Map.of("now", clock.instant())),
                    message("activity", Activity.of(audience, activity.all(clock.instant()))),
                    message("projections", projections.list())));
            while (watchers.areThere()) {
                tellNext(stream, activity);
            }
        } catch (RuntimeException failed) {
            LOG.debug("Changes are told again when somebody asks", failed);
            watchers.letGo();
        }
    }

    private void tellNext(BlockingStream<TrackedEventMessage<?>> stream, Activity activity)
            throws InterruptedException {
        if (!stream.hasNextAvailable((int) SILENCE.toSeconds(), TimeUnit.SECONDS)) {
            tellPositions();
            return;
        }
        var end = clock.instant().plus(GATHERING);
        do {
            take(stream.nextAvailable(), activity);
        } while (millisUntil(end) > 0 && stream.hasNextAvailable(millisUntil(end), TimeUnit.MILLISECONDS));
        views.stream().filter(view -> !view.isEmpty()).forEach(this::tell);
        var changes = activity.changes(clock.instant());
        tellEach("activity", audience -> Optional.of(Activity.of(audience, changes)));
        positionsMoved = true;
        tellPositions();
    }

    /** Who comes after the view was awaited sees in the lists what was told before. */
    private void tell(Touched<?> view) {
        view.await(positions);
        tellEach(view.view(), audience -> view.rows(audience, words));
        view.clear();
    }

    private void tellEach(String name, Function<Namespaces, Optional<?>> content) {
        for (var audience : watchers.audiences()) {
            content.apply(audience).ifPresent(said -> watchers.tell(audience, message(name, said)));
        }
    }

    private void tellPositions() {
        var time = clock.instant();
        if (positionsMoved && time.isAfter(positionsTold.plus(SILENCE))) {
            positionsMoved = false;
            positionsTold = time;
            var now = projections.list();
            tellEach("projections", audience -> Optional.of(now));
        }
    }

    private int millisUntil(Instant end) {
        return (int) Math.max(0, Duration.between(clock.instant(), end).toMillis());
    }

    private void take(TrackedEventMessage<?> event, Activity activity) {
        views.forEach(view -> view.take(event));
        if (event.getPayload() instanceof InvocationEnded ended) {
            activity.count(ended);
        }
    }

    private Message message(String name, Object content) {
        return Message.of(name, json.writeValueAsString(content));
    }

    /** Before the web server waits for its requests to end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void stop() {
        var present = reader;
        reader = null;
        if (present != null) {
            present.interrupt();
        }
        watchers.close();
    }

    @Override
    public boolean isRunning() {
        return reader != null;
    }
}
