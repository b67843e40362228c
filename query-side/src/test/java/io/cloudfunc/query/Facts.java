package io.cloudfunc.query;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.cloudfunc.api.container.ContainerId;
import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.container.WorkerId;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.FunctionRolledBack;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events with all that a test does not care about filled in. A time is in seconds after {@link #START}. */
public final class Facts {

    /** One for all: those of two generators are in no order within a millisecond. */
    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    public static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    public static final WorkerId WORKER = new WorkerId("worker-1");
    public static final Code CODE = new Code.Image(new ImageReference("registry/hello:1"), null);
    public static final Duration WARM_FOR = Duration.ofSeconds(60);

    private Facts() {}

    public static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    public static FunctionDeployed deployed(String function, int life, int revision, long at) {
        return new FunctionDeployed(new FunctionName(function), life, revision, CODE, Settings.DEFAULT, at(at));
    }

    public static RevisionReady ready(String function, int life, int revision, long at) {
        return new RevisionReady(new FunctionName(function), life, revision, identity(revision), WORKER, at(at));
    }

    public static CodeIdentity identity(int revision) {
        return new CodeIdentity("sha256:" + revision, null);
    }

    public static RevisionFailed failed(
            String function, int life, int revision, String message, @Nullable PayloadRef log, long at) {
        return new RevisionFailed(
                new FunctionName(function),
                life,
                revision,
                FailureKind.LOAD_FAILED,
                message,
                null,
                log,
                WORKER,
                at(at));
    }

    public static FunctionRolledBack rolledBack(String function, int life, int revision, long at) {
        return new FunctionRolledBack(new FunctionName(function), life, revision, at(at));
    }

    public static FunctionRemoved removed(String function, int life, long at) {
        return new FunctionRemoved(new FunctionName(function), life, at(at));
    }

    public static InvocationId invocation() {
        return new InvocationId(IDS.generate());
    }

    public static PayloadRef ref(String contentType, long size) {
        return new PayloadRef(IDS.generate(), contentType, size, "sha256:0a");
    }

    public static InvocationRequested requested(InvocationId id, String function, long at) {
        return new InvocationRequested(
                id, new FunctionName(function), 1, 1, ref("application/json", 2), at(at), at(at + 3_600), null);
    }

    public static Execution execution(String container, long lease, @Nullable ColdReason cold, long startedAt) {
        return new Execution(
                new ExecutionId(UUID.randomUUID()),
                WORKER,
                new ContainerId(container),
                lease,
                cold,
                at(startedAt),
                at(startedAt),
                at(startedAt));
    }

    public static AttemptStarted started(InvocationId id, String function, int attempt, Execution execution) {
        return new AttemptStarted(id, new FunctionName(function), 1, attempt, execution);
    }

    public static InvocationSucceeded succeeded(
            InvocationId id,
            String function,
            int attempt,
            Execution execution,
            PayloadRef output,
            @Nullable PayloadRef log,
            long at) {
        return new InvocationSucceeded(
                id, new FunctionName(function), 1, attempt, execution, output, log, Phases.NONE, at(at));
    }

    public static InvocationFailed failed(
            InvocationId id,
            String function,
            int attempt,
            Execution execution,
            FailureKind kind,
            String message,
            @Nullable PayloadRef log,
            long at) {
        return new InvocationFailed(
                id, new FunctionName(function), 1, attempt, execution, kind, message, null, log, Phases.NONE, at(at));
    }

    /** A function failed, and said that. */
    public static InvocationFailed failed(
            InvocationId id, String function, Execution execution, PayloadRef said, long at) {
        var kind = FailureKind.HANDLER_RAISED;
        return new InvocationFailed(
                id,
                new FunctionName(function),
                1,
                1,
                execution,
                kind,
                kind.sentence(),
                said,
                null,
                Phases.NONE,
                at(at));
    }

    public static InvocationAbandoned abandoned(
            InvocationId id, String function, FailureKind reason, String message, long at) {
        return new InvocationAbandoned(id, new FunctionName(function), 1, reason, message, at(at));
    }

    public static DuplicateExecutionObserved duplicate(InvocationId id, String function, Execution execution, long at) {
        return new DuplicateExecutionObserved(
                id, new FunctionName(function), 1, execution, new Outcome.Success(ref("text/plain", 1)), at(at));
    }

    public static ContainerStarted started(String container, String function, long at) {
        return new ContainerStarted(
                new ContainerId(container),
                new FunctionName(function),
                1,
                1,
                WORKER,
                ColdReason.FIRST_CALL,
                WARM_FOR,
                at(at));
    }

    public static ContainerStopped stopped(String container, String function, StopReason reason, long at) {
        return new ContainerStopped(new ContainerId(container), new FunctionName(function), 1, WORKER, reason, at(at));
    }

    public static AttemptFailed attemptFailed(
            InvocationId id, String function, int attempt, @Nullable Execution execution, FailureKind kind, long at) {
        return new AttemptFailed(
                id,
                new FunctionName(function),
                1,
                attempt,
                execution,
                kind,
                "it failed",
                null,
                null,
                Phases.NONE,
                at(at),
                at(at + 10));
    }

    public static InvocationDeadLettered dead(InvocationId id, String function, FailureKind kind, long at) {
        return new InvocationDeadLettered(id, new FunctionName(function), 1, kind, 2, at(at));
    }

    public static InvocationRedriven redriven(InvocationId id, String function, InvocationId as, long at) {
        return new InvocationRedriven(id, new FunctionName(function), 1, as, at(at));
    }
}
