package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.invocation.ClaimAttempt;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.payload.PayloadRef;
import io.cloudfunc.api.wire.ClaimQuestion;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.invoker.broker.InMemoryPublisher;
import io.cloudfunc.invoker.broker.WireJson;
import io.cloudfunc.invoker.engine.Answer;
import io.cloudfunc.invoker.engine.InMemoryEngine;
import io.cloudfunc.invoker.pool.HeldTasks;
import io.cloudfunc.invoker.pool.Limits;
import io.cloudfunc.invoker.pool.Revisions;
import io.cloudfunc.invoker.pool.SettableClock;
import io.cloudfunc.invoker.pool.WarmPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A worker whose broker and engine are in memory and whose time is set by the test. */
final class Bench {

    static final WorkerId WORKER = new WorkerId("w1");

    /** Of each call. */
    static final Receipt RECEIPT = new Receipt("given");

    final SettableClock clock = new SettableClock();
    final SettableTimer timer = new SettableTimer(clock);
    final InMemoryEngine engine = new InMemoryEngine();
    final InMemoryPublisher publisher = new InMemoryPublisher();
    final HeldTasks background = new HeldTasks();
    final WireJson json = new WireJson();
    final Reports reports =
            new Reports(publisher, json, new Assignment(new QueueNames("bench"), Set.of()), timer, null);
    final Cancellations cancellations = new Cancellations();
    final Outcomes outcomes = new Outcomes(UUID::randomUUID);
    final WarmPool pool =
            new WarmPool(engine, WORKER, new Limits(1_024, 4), Duration.ofSeconds(5), clock, reports::send, background);
    final SourceDirectories sources = new SourceDirectories(Path.of("nowhere"), sha256 -> {
        throw new SourceUnavailableException(sha256, new IllegalStateException("nobody answers"));
    });
    final Belongings belongings = new Belongings(Path.of("target", "lives-" + UUID.randomUUID()), sources, engine);
    final RevisionCode code = new RevisionCode(
            engine,
            sources,
            new RuntimeImages(new ImageReference("python"), new ImageReference("node"), new ImageReference("java")),
            belongings);
    final List<ClaimAttempt> claims = new CopyOnWriteArrayList<>();
    final List<@Nullable Receipt> receiptsOfClaims = new CopyOnWriteArrayList<>();
    final ExecutionWorker executions = executions(CallTraces.NONE);
    final Preparation preparation = new Preparation(WORKER, engine, pool, code, reports, outcomes, clock);

    ExecutionWorker executions(CallTraces traces) {
        return new ExecutionWorker(
                WORKER,
                engine,
                pool,
                code,
                reports,
                outcomes,
                this::claim,
                cancellations,
                timer,
                traces,
                UUID::randomUUID,
                clock);
    }

    Bench() {
        engine.register("hello", call -> output("hello " + new String(call.body(), UTF_8)));
    }

    /** What the command side answers; nothing: it does not. */
    Optional<Boolean> answerToClaims = Optional.of(true);

    private boolean claim(ClaimQuestion question) {
        claims.add(question.claim());
        receiptsOfClaims.add(question.receipt());
        return answerToClaims.orElseThrow(
                () -> new ClaimUnansweredException(question.claim().invocation(), new TimeoutException()));
    }

    static Answer.Output output(String body) {
        return new Answer.Output("text/plain", body.getBytes(UTF_8), new byte[0], Duration.ofMillis(3));
    }

    Execute call(Revisions revision) {
        return call(revision, 3);
    }

    Execute call(Revisions revision, long payloadSize) {
        return new Execute(
                new InvocationId(UUID.randomUUID()),
                revision.spec(),
                new PayloadRef(UUID.randomUUID(), "text/plain", payloadSize, "sha256:00"),
                clock.instant(),
                clock.instant().plusSeconds(3_600),
                "00-trace",
                RECEIPT,
                null);
    }
}
