package io.cloudfunc.store;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.FunctionRolledBack;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.ExecutionId;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationAbandoned;
import io.cloudfunc.api.invocation.InvocationDeadLettered;
import io.cloudfunc.api.invocation.InvocationFailed;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRedriven;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Outcome;
import io.cloudfunc.api.invocation.Phases;
import io.cloudfunc.api.payload.PayloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Makes histories that may happen, of all kinds of events, at random but the same ones for the same seed. */
public final class Histories {

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    /** Where everything ran. */
    public static final WorkerId WORKER = new WorkerId("worker-1");

    private static final Code CODE = new Code.Image(new ImageReference("registry/hello:1"), null);
    private static final List<String> NAMES = List.of("alpha", "beta", "gamma", "delta");
    private static final List<String> WORDS =
            List.of("plain", "with \"quotes\" and \\", "ünïcode ☂ 𝄞", "zero \0 byte", "two\nlines", "");
    private static final List<String> TYPES = List.of("application/json", "text/plain;charset=utf-8", "image/png");

    private static final class Life {
        final int number;
        final Map<Integer, Boolean> revisions = new HashMap<>();
        int latest;
        boolean removed;

        Life(int number) {
            this.number = number;
        }
    }

    private record Call(InvocationId id, String function, int life, List<Execution> running) {}

    private record Box(ContainerId id, String function, int life) {}

    private final Random random;
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Life> functions = new HashMap<>();
    private final List<Call> open = new ArrayList<>();
    private final List<Call> ended = new ArrayList<>();
    private final List<Call> failed = new ArrayList<>();
    private final List<Call> dead = new ArrayList<>();
    private final List<Box> containers = new ArrayList<>();
    private final Map<ContainerId, Long> leases = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private Instant now = START;

    private Histories(long seed) {
        random = new Random(seed);
    }

    /** Some that are always the same, and one that nobody has tried before: a test is named after its seed. */
    public static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 2), new Random().longs(1, 100, Long.MAX_VALUE));
    }

    public static List<Fact> random(long seed, int length) {
        var history = new Histories(seed);
        while (history.facts.size() < length) {
            history.now = history.now.plusMillis(1 + history.random.nextInt(5_000));
            history.step();
        }
        return history.facts;
    }

    private void step() {
        switch (random.nextInt(14)) {
            case 0 -> deploy(pick(NAMES));
            case 1, 2 -> decideRevision(pick(NAMES));
            case 3 -> rollBackOrRemove(pick(NAMES));
            case 4, 5, 6 -> request(pick(NAMES));
            case 7, 8 -> start();
            case 9, 10 -> end();
            case 11 -> failAttempt();
            case 12 -> buryOrRedrive();
            default -> stopOrRepeat();
        }
    }

    private void deploy(String name) {
        var known = functions.get(name);
        if (known == null || known.removed) {
            functions.put(name, new Life(known == null ? 1 : known.number + 1));
        }
        var life = functions.get(name);
        life.revisions.put(++life.latest, false);
        var code = random.nextBoolean() ? CODE : new Code.Source(Runtime.PYTHON, "ab".repeat(32));
        function(new FunctionDeployed(new FunctionName(name), life.number, life.latest, code, Settings.DEFAULT, now));
    }

    private void decideRevision(String name) {
        var life = functions.get(name);
        if (life == null || life.removed || life.revisions.getOrDefault(life.latest, true)) {
            return;
        }
        if (random.nextInt(3) > 0) {
            life.revisions.put(life.latest, true);
            function(new RevisionReady(
                    new FunctionName(name),
                    life.number,
                    life.latest,
                    new CodeIdentity("sha256:" + random.nextInt(), random.nextBoolean() ? "ab".repeat(32) : null),
                    WORKER,
                    now));
        } else {
            life.revisions.remove(life.latest);
            function(new RevisionFailed(
                    new FunctionName(name),
                    life.number,
                    life.latest,
                    pick(List.of(FailureKind.values())),
                    pick(WORDS),
                    perhaps(ref()),
                    perhaps(ref()),
                    WORKER,
                    now));
        }
    }

    private void rollBackOrRemove(String name) {
        var life = functions.get(name);
        if (life == null || life.removed) {
            return;
        }
        var ready = ready(life);
        if (!ready.isEmpty() && random.nextBoolean()) {
            function(new FunctionRolledBack(new FunctionName(name), life.number, pick(ready), now));
        } else if (random.nextInt(3) == 0) {
            life.removed = true;
            function(new FunctionRemoved(new FunctionName(name), life.number, now));
        }
    }

    private static List<Integer> ready(Life life) {
        return life.revisions.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void request(String name) {
        var life = functions.get(name);
        if (life == null || life.removed || ready(life).isEmpty()) {
            return;
        }
        var id = new InvocationId(Generators.timeBasedEpochGenerator(random).construct(now.toEpochMilli()));
        open.add(new Call(id, name, life.number, new ArrayList<>()));
        invocation(
                id,
                new InvocationRequested(
                        id,
                        new FunctionName(name),
                        life.number,
                        pick(ready(life)),
                        ref(),
                        now,
                        now.plusSeconds(3_600),
                        random.nextBoolean() ? "00-" + "ab".repeat(16) + "-" + "cd".repeat(8) + "-01" : null));
    }

    private void start() {
        if (open.isEmpty()) {
            return;
        }
        var call = pick(open);
        var execution = executionOf(call);
        call.running.add(execution);
        invocation(
                call.id,
                new AttemptStarted(
                        call.id, new FunctionName(call.function), call.life, call.running.size(), execution));
    }

    /** In a container that is there, or in a new one whose start is told before its use, after it or never. */
    private Execution executionOf(Call call) {
        var warm = containers.stream()
                .filter(box -> box.function.equals(call.function) && box.life == call.life)
                .toList();
        if (!warm.isEmpty() && random.nextInt(3) > 0) {
            return execution(pick(warm).id, null);
        }
        var box = new Box(new ContainerId("c-" + random.nextInt(Integer.MAX_VALUE)), call.function, call.life);
        if (random.nextInt(4) > 0) {
            containers.add(box);
            container(
                    box.id,
                    new ContainerStarted(
                            box.id,
                            new FunctionName(box.function),
                            box.life,
                            1,
                            WORKER,
                            pick(List.of(ColdReason.values())),
                            Duration.ofSeconds(random.nextInt(100)),
                            now));
        }
        return execution(box.id, pick(List.of(ColdReason.values())));
    }

    private Execution execution(ContainerId container, @Nullable ColdReason cold) {
        var lease = leases.merge(container, 1L, Long::sum);
        return new Execution(
                new ExecutionId(new UUID(random.nextLong(), random.nextLong())),
                WORKER,
                container,
                lease,
                cold,
                now.minusMillis(20),
                now.minusMillis(10),
                now);
    }

    private void end() {
        if (open.isEmpty()) {
            return;
        }
        var call = open.remove(random.nextInt(open.size()));
        ended.add(call);
        failed.add(call);
        var function = new FunctionName(call.function);
        if (call.running.isEmpty() || random.nextInt(8) == 0) {
            invocation(
                    call.id,
                    new InvocationAbandoned(
                            call.id,
                            function,
                            call.life,
                            random.nextBoolean() ? FailureKind.FUNCTION_REMOVED : FailureKind.OVERDUE,
                            pick(WORDS),
                            now));
            return;
        }
        var attempt = 1 + random.nextInt(call.running.size());
        var execution = call.running.get(attempt - 1);
        if (random.nextInt(3) > 0) {
            failed.remove(call);
            invocation(
                    call.id,
                    new InvocationSucceeded(
                            call.id, function, call.life, attempt, execution, ref(), perhaps(ref()), phases(), now));
        } else {
            invocation(
                    call.id,
                    new InvocationFailed(
                            call.id,
                            function,
                            call.life,
                            attempt,
                            execution,
                            pick(List.of(FailureKind.values())),
                            pick(WORDS),
                            perhaps(ref()),
                            perhaps(ref()),
                            phases(),
                            now));
        }
    }

    /** Another one will be made; whether this one ran in a container, and whether that is known to be over, differs. */
    private void failAttempt() {
        if (open.isEmpty()) {
            return;
        }
        var call = pick(open);
        invocation(
                call.id,
                new AttemptFailed(
                        call.id,
                        new FunctionName(call.function),
                        call.life,
                        Math.max(1, call.running.size()),
                        call.running.isEmpty() ? null : call.running.getLast(),
                        pick(List.of(FailureKind.values())),
                        pick(WORDS),
                        perhaps(ref()),
                        perhaps(ref()),
                        phases(),
                        now,
                        now.plusMillis(random.nextInt(10_000))));
    }

    private void buryOrRedrive() {
        if (!dead.isEmpty() && random.nextBoolean()) {
            var call = dead.remove(random.nextInt(dead.size()));
            var as = new InvocationId(Generators.timeBasedEpochGenerator(random).construct(now.toEpochMilli()));
            invocation(call.id, new InvocationRedriven(call.id, new FunctionName(call.function), call.life, as, now));
        } else if (!failed.isEmpty()) {
            var call = failed.remove(random.nextInt(failed.size()));
            dead.add(call);
            invocation(
                    call.id,
                    new InvocationDeadLettered(
                            call.id,
                            new FunctionName(call.function),
                            call.life,
                            pick(List.of(FailureKind.values())),
                            call.running.size(),
                            now));
        }
    }

    private void stopOrRepeat() {
        if (!containers.isEmpty() && random.nextBoolean()) {
            var box = containers.remove(random.nextInt(containers.size()));
            container(
                    box.id,
                    new ContainerStopped(
                            box.id,
                            new FunctionName(box.function),
                            box.life,
                            WORKER,
                            pick(List.of(StopReason.values())),
                            now));
        } else if (!ended.isEmpty()) {
            var call = pick(ended);
            var outcome = random.nextBoolean()
                    ? new Outcome.Success(ref())
                    : new Outcome.Failure(pick(List.of(FailureKind.values())), pick(WORDS), perhaps(ref()));
            invocation(
                    call.id,
                    new DuplicateExecutionObserved(
                            call.id, new FunctionName(call.function), call.life, executionOf(call), outcome, now));
        }
    }

    private Phases phases() {
        return new Phases(millis(), millis(), millis(), millis(), millis());
    }

    private Duration millis() {
        return Duration.ofNanos(random.nextInt(1_000_000_000));
    }

    private PayloadRef ref() {
        return new PayloadRef(
                Generators.timeBasedEpochGenerator(random).construct(now.toEpochMilli()),
                pick(TYPES),
                random.nextInt(1_000_000),
                "sha256:" + Integer.toHexString(random.nextInt()));
    }

    private @Nullable PayloadRef perhaps(PayloadRef ref) {
        return random.nextBoolean() ? ref : null;
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void function(FunctionEvent event) {
        add("Function", event.function(), event);
    }

    private void invocation(InvocationId id, Object event) {
        add("Invocation", id, event);
    }

    private void container(ContainerId id, Object event) {
        add("Container", id, event);
    }

    private void add(String type, Object id, Object event) {
        var sequence = sequences.merge(id.toString(), 1L, Long::sum) - 1;
        facts.add(new Fact(type, id.toString(), sequence, event));
    }
}
