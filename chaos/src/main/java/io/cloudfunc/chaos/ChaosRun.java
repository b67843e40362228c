package io.cloudfunc.chaos;

import io.cloudfunc.chaos.Finding.Sort;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** One run: deploys, calls while parts are killed, waits until all has ended, and reconciles. */
final class ChaosRun implements AutoCloseable {

    private static final String SETTINGS =
            "{\"warmFor\":\"PT5S\",\"maxContainers\":3,\"memoryMiB\":64,\"timeout\":\"PT30S\"}";

    /** Containers go after 5 s without a call, and the last messages about them arrive. */
    private static final Duration UNTIL_CONTAINERS_ARE_GONE = Duration.ofSeconds(60);

    private static final Duration PROGRESS_EVERY = Duration.ofMillis(250);

    private final Installation installation;
    private final Plan plan;
    private final Clock clock;
    private final PrintStream progress;
    private final Rest rest;
    private final StoredEvents store;
    private final EngineApi engine;
    private final Witness witness;
    private final Ledger ledger;
    private final Traffic traffic;
    private final Killer killer;
    private final ScheduledExecutorService counting = Executors.newSingleThreadScheduledExecutor();
    private volatile int ended;
    private volatile int stillOpen;

    ChaosRun(Installation installation, Plan plan, Path directory, PrintStream progress) throws IOException {
        this.installation = installation;
        this.plan = plan;
        this.clock = Clock.systemUTC();
        this.progress = progress;
        this.rest = new Rest(installation.server(), installation.key());
        this.store = new StoredEvents(installation::database);
        this.engine = new EngineApi(installation.engine(), installation.label());
        this.witness = new Witness(engine, clock);
        this.ledger = Ledger.at(directory.resolve("ledger"));
        this.traffic = new Traffic(rest, ledger, plan);
        this.killer = new Killer(installation, plan, clock, progress);
    }

    Witness witness() {
        return witness;
    }

    Summary run(Collection<String> killedContainers) throws Exception {
        var begin = clock.instant();
        var durability = store.durability();
        witness.start();
        deploy();
        counting.scheduleWithFixedDelay(this::count, 0, PROGRESS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        var kills = CompletableFuture.runAsync(() -> killer.run(ledger::size), Thread::startVirtualThread);
        traffic.run(() -> ended);
        progress.println("Accepted: " + ledger.size());
        kills.join();
        awaitEnds();
        var containers = orphans();
        return summary(begin.until(clock.instant()), durability, containers, Set.copyOf(killedContainers));
    }

    private void deploy() throws IOException {
        byte[] source;
        try (var file = ChaosRun.class.getResourceAsStream("/functions/witnessed/function.py")) {
            source = Objects.requireNonNull(file, "function.py").readAllBytes();
        }
        for (var kind : Kind.values()) {
            rest.deploy(kind.function(), source, SETTINGS);
        }
    }

    /** The database may be away: then the last numbers stand. */
    private void count() {
        try {
            ended = store.ended();
            stillOpen = store.stillOpen();
        } catch (SQLException | RuntimeException away) {
            progress.flush();
        }
    }

    /** Until nothing is open, or nothing has ended for so long that nothing will. */
    private void awaitEnds() {
        var last = ended;
        var progressAt = clock.instant();
        while (true) {
            Waiting.atMost(PROGRESS_EVERY.multipliedBy(3), () -> false);
            if (stillOpen == 0 && ended >= last && storeAnswers()) {
                return;
            }
            if (ended > last) {
                last = ended;
                progressAt = clock.instant();
            } else if (progressAt.until(clock.instant()).compareTo(plan.patience()) > 0) {
                progress.println("No call ended for %s, %d are open".formatted(plan.patience(), stillOpen));
                return;
            }
        }
    }

    private boolean storeAnswers() {
        try {
            return store.stillOpen() == 0;
        } catch (SQLException away) {
            return false;
        }
    }

    /** After the last call all containers go; the engine itself and the store must agree that none is left. */
    private List<Finding> orphans() throws IOException, SQLException {
        Waiting.atMost(UNTIL_CONTAINERS_ARE_GONE, () -> {
            try {
                return engine.containers(true).isEmpty()
                        && store.liveContainers().isEmpty();
            } catch (IOException | SQLException away) {
                return false;
            }
        });
        var findings = new ArrayList<Finding>();
        engine.containers(true)
                .forEach(id -> findings.add(new Finding(Sort.ORPHAN, "container " + id + " is at the engine")));
        engine.unknownContainers()
                .forEach(id -> findings.add(new Finding(Sort.ORPHAN, "container " + id + " runs without the engine")));
        store.liveContainers()
                .forEach(id -> findings.add(new Finding(Sort.ORPHAN, "container " + id + " is live in the store")));
        return findings;
    }

    private Summary summary(
            Duration took, Map<String, String> durability, List<Finding> containers, Set<String> killedContainers)
            throws IOException, SQLException {
        var accepted = ledger.read();
        var stories = store.stories();
        var sightings = witness.sightings();
        var findings = new ArrayList<>(Reconciliation.of(new Reconciliation.Evidence(
                plan.seed(), accepted, traffic.refused(), stories, sightings, killer.done(), killedContainers)));
        findings.addAll(containers);
        findings.addAll(new RestCheck(rest, stories).of(accepted.keySet()));
        var executions = sightings.values().stream().mapToLong(List::size).sum();
        return new Summary(
                plan,
                accepted.size(),
                traffic.unknown().size(),
                traffic.refused().size(),
                stories.size(),
                stories.values().stream()
                        .filter(story -> accepted.containsKey(story.id) && story.over())
                        .count(),
                executions,
                executions - sightings.size(),
                killer.done(),
                durability,
                audit(),
                findings,
                took.toSeconds());
    }

    private JsonNode audit() throws IOException {
        var answer = rest.get("/v1/audit/reconcile");
        return answer.statusCode() == 200 ? Rest.json(answer) : NullNode.getInstance();
    }

    @Override
    public void close() throws IOException {
        counting.shutdownNow();
        witness.close();
        ledger.close();
    }
}
