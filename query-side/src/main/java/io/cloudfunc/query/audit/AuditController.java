package io.cloudfunc.query.audit;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells over REST whether what is stored is whole. */
@RestController
class AuditController {

    private final Reconciler reconciler;

    AuditController(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Described("Says whether every accepted call has its end")
    @GetMapping("/v1/audit/reconcile")
    @AllowedTo(value = Role.AUDIT, about = Subject.INSTALLATION)
    Reconciliation reconcile() {
        return reconciler.reconcile();
    }
}
