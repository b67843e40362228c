package io.cloudfunc.query.secret;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import io.cloudfunc.identity.SecretTable;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.view.Page;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists secrets by name; their values can be read nowhere. */
@RestController
class SecretsController {

    private final SecretTable secrets;

    SecretsController(SecretTable secrets) {
        this.secrets = secrets;
    }

    @Described("Lists secrets by name and version, without values")
    @GetMapping("/v1/secrets")
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY},
            about = Subject.MANY)
    Page<SecretView> list(Caller caller) {
        return new Page<>(
                secrets.all().stream()
                        .filter(row -> caller.namespaces().have(row.name().value()))
                        .map(row -> new SecretView(row.name(), row.version(), row.storedAt()))
                        .toList(),
                null);
    }

    record SecretView(SecretName name, int version, Instant storedAt) {}
}
