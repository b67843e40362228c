package io.cloudfunc.command.function;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionDeployed;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.FunctionRemoved;
import io.cloudfunc.api.function.FunctionRolledBack;
import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.function.RemoveFunction;
import io.cloudfunc.api.function.RevisionFailed;
import io.cloudfunc.api.function.RevisionReady;
import io.cloudfunc.api.function.RollBackFunction;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.NoReadyRevision;
import io.cloudfunc.api.problem.Rejection.UnknownFunction;
import io.cloudfunc.api.problem.Rejection.UnknownRevision;
import io.cloudfunc.api.report.RecordRevisionFailed;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.secret.SecretReference;
import io.cloudfunc.store.trail.Imported;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A name under which code is deployed: its lives, their revisions, and which revision serves. */
@Aggregate(type = "Function")
public class Function {

    private enum RevisionState {
        PREPARING,
        READY,
        FAILED,
        /** Of history that was imported: nothing here can run it. */
        IMPORTED
    }

    @AggregateIdentifier
    private @Nullable FunctionName name;

    private int life;
    private boolean removed = true;
    private final Map<Integer, RevisionState> revisions = new HashMap<>();
    private final Map<Integer, Settings> settings = new HashMap<>();
    private @Nullable Integer serving;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Revision handle(DeployFunction deploy) {
        refuseSecretsFromElsewhere(deploy.function().namespace(), deploy.settings());
        var deployed = new FunctionDeployed(
                deploy.function(),
                removed ? life + 1 : life,
                removed ? 1 : latest() + 1,
                deploy.code(),
                deploy.settings(),
                deploy.at());
        apply(deployed);
        return new Revision(deployed.function(), deployed.life(), deployed.revision(), deployed.settings());
    }

    private static void refuseSecretsFromElsewhere(Namespace namespace, Settings asked) {
        SecretReference.in(asked)
                .filter(secret -> !Namespace.textIn(secret).equals(namespace.value()))
                .findFirst()
                .ifPresent(secret -> {
                    throw new InvalidValueException(
                            "secret", secret, "one of the function's own namespace, %s".formatted(namespace));
                });
    }

    @CommandHandler
    void handle(RecordRevisionReady report) {
        if (isAwaited(report.life(), report.revision())) {
            apply(new RevisionReady(
                    report.function(),
                    report.life(),
                    report.revision(),
                    report.identity(),
                    report.worker(),
                    report.at()));
        }
    }

    @CommandHandler
    void handle(RecordRevisionFailed report) {
        if (isAwaited(report.life(), report.revision())) {
            apply(new RevisionFailed(
                    report.function(),
                    report.life(),
                    report.revision(),
                    report.reason(),
                    report.reason().sentence(),
                    report.said(),
                    report.log(),
                    report.worker(),
                    report.at()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RollBackFunction rollBack) {
        refuseIfRemoved(rollBack.function());
        if (revisions.get(rollBack.revision()) != RevisionState.READY) {
            throw new RejectedException(new UnknownRevision(rollBack.function().value(), rollBack.revision()));
        }
        if (serving == null || serving != rollBack.revision()) {
            apply(new FunctionRolledBack(rollBack.function(), life, rollBack.revision(), rollBack.at()));
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RemoveFunction remove) {
        refuseIfRemoved(remove.function());
        apply(new FunctionRemoved(remove.function(), life, remove.at()));
    }

    /** The revision that a call is bound to now. */
    Revision serving(FunctionName asked) {
        refuseIfRemoved(asked);
        if (serving == null) {
            throw new RejectedException(
                    new NoReadyRevision(asked.value(), "revision %d: %s".formatted(latest(), revisions.get(latest()))));
        }
        return new Revision(asked, life, serving, Objects.requireNonNull(settings.get(serving)));
    }

    /** A revision that became ready in this life, whether it serves or not. */
    Revision ready(FunctionName asked, int revision) {
        refuseIfRemoved(asked);
        if (revisions.get(revision) != RevisionState.READY) {
            throw new RejectedException(new UnknownRevision(asked.value(), revision));
        }
        return new Revision(asked, life, revision, Objects.requireNonNull(settings.get(revision)));
    }

    private void refuseIfRemoved(FunctionName asked) {
        if (removed) {
            throw new RejectedException(new UnknownFunction(asked.value()));
        }
    }

    private boolean isAwaited(int ofLife, int revision) {
        return !removed && ofLife == life && revisions.get(revision) == RevisionState.PREPARING;
    }

    private int latest() {
        return revisions.size();
    }

    private boolean isNewestReady(int revision) {
        return revisions.entrySet().stream()
                .noneMatch(other -> other.getKey() > revision && other.getValue() == RevisionState.READY);
    }

    @EventSourcingHandler
    void on(FunctionDeployed event, @MetaDataValue(Imported.MARK) @Nullable String imported) {
        name = event.function();
        if (event.revision() == 1) {
            revisions.clear();
            settings.clear();
            serving = null;
        }
        life = event.life();
        removed = false;
        revisions.put(event.revision(), imported == null ? RevisionState.PREPARING : RevisionState.IMPORTED);
        settings.put(event.revision(), event.settings());
    }

    /** A revision that becomes ready after a newer one did not wait for it does not take over from it. */
    @EventSourcingHandler
    void on(RevisionReady event, @MetaDataValue(Imported.MARK) @Nullable String imported) {
        if (imported != null) {
            return;
        }
        revisions.put(event.revision(), RevisionState.READY);
        if (isNewestReady(event.revision())) {
            serving = event.revision();
        }
    }

    @EventSourcingHandler
    void on(RevisionFailed event, @MetaDataValue(Imported.MARK) @Nullable String imported) {
        if (imported == null) {
            revisions.put(event.revision(), RevisionState.FAILED);
        }
    }

    @EventSourcingHandler
    void on(FunctionRolledBack event, @MetaDataValue(Imported.MARK) @Nullable String imported) {
        if (imported == null) {
            serving = event.revision();
        }
    }

    @EventSourcingHandler
    void on(FunctionRemoved event) {
        removed = true;
    }
}
