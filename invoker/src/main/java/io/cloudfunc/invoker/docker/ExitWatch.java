package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.cloudfunc.api.container.ContainerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a container ends that nobody ended on purpose. Follows the engine's events; each time that they broke off it
 * looks at all containers anew, so that what ended meanwhile, or was lost by the engine, is told as well.
 */
final class ExitWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final Set<String> ENDED = Set.of("exited", "dead");

    private final String host;
    private final DockerClient streaming;
    private final OwnedContainers containers;
    private final Labels labels;
    private final Set<ContainerId> living = ConcurrentHashMap.newKeySet();
    private final List<Consumer<ContainerId>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread follower = Thread.ofVirtual().name("cloudfunc-exits").unstarted(this::follow);
    private boolean inTrouble;

    ExitWatch(String host, DockerClient streaming, OwnedContainers containers, Labels labels) {
        this.host = host;
        this.streaming = streaming;
        this.containers = containers;
        this.labels = labels;
    }

    void start() {
        follower.start();
    }

    void tell(Consumer<ContainerId> listener) {
        listeners.add(listener);
    }

    /** From now on its end is worth telling. */
    void expectToLive(ContainerId container) {
        living.add(container);
    }

    /** Its end, if it has not come yet, is on purpose. Returns whether, as far as is known, it has not. */
    boolean expectToEnd(ContainerId container) {
        return living.remove(container);
    }

    /** Whether it lives, as far as is known. */
    boolean isExpectedToLive(ContainerId container) {
        return living.contains(container);
    }

    @Override
    public void close() {
        closed.countDown();
        follower.interrupt();
    }

    private void follow() {
        var pause = FIRST_PAUSE;
        try {
            do {
                pause = followOnce() ? FIRST_PAUSE : doubled(pause);
            } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            // closed
        }
    }

    /** Returns when the events break off: whether there were any to follow. */
    private boolean followOnce() throws InterruptedException {
        var connected = false;
        try (var deaths = new Deaths()) {
            streaming
                    .eventsCmd()
                    .withEventTypeFilter(EventType.CONTAINER)
                    .withEventFilter("die")
                    .withLabelFilter(labels.ofOwner())
                    .exec(deaths);
            deaths.awaitBegin(CONNECTING);
            connected = true;
            lookAnew();
            tellOfItsEnd();
            deaths.awaitEnd(FOREVER);
            tellOfTrouble("its events broke off");
        } catch (RuntimeException failure) {
            tellOfTrouble(EngineFailure.reason(failure));
        }
        return connected;
    }

    /** Once, until it is over; the end of following is no trouble. */
    private void tellOfTrouble(String what) {
        if (!inTrouble && closed.getCount() > 0) {
            LOG.warn("The container engine at {} cannot be followed: {}; trying again until it can", host, what);
        }
        inTrouble = true;
    }

    private void tellOfItsEnd() {
        if (inTrouble) {
            LOG.info("The container engine at {} can be followed again", host);
        }
        inTrouble = false;
    }

    private void lookAnew() {
        var known = Set.copyOf(living);
        Map<String, String> states =
                containers.list().stream().collect(Collectors.toMap(Container::getId, Container::getState));
        known.stream()
                .filter(container -> ENDED.contains(states.getOrDefault(container.value(), "dead")))
                .forEach(this::ended);
    }

    private void ended(ContainerId container) {
        if (living.remove(container)) {
            listeners.forEach(listener -> Thread.startVirtualThread(() -> listener.accept(container)));
        }
    }

    private static Duration doubled(Duration pause) {
        var longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private final class Deaths extends Following<Event> {
        @Override
        public void onNext(Event event) {
            var container = event.getId();
            if (container != null) {
                ended(new ContainerId(container));
            }
        }
    }
}
