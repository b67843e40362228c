package io.cloudfunc.command.secret;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection.PayloadTooLarge;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The writing half of {@code /v1/secrets}; there is no way to read a value back. */
@RestController
@RequestMapping("/v1/secrets")
class SecretController {

    private final Secrets secrets;

    SecretController(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The body is the value, as it is. */
    @Described(value = "Stores a secret, or another version of it", problems = ProblemType.PAYLOAD_TOO_LARGE)
    @PutMapping("/{name}")
    @AllowedTo(value = Role.DEPLOY, about = Subject.SECRET)
    StoredSecret store(@PathVariable SecretName name, HttpServletRequest request) throws IOException {
        var value = request.getInputStream().readNBytes(Secrets.LARGEST + 1);
        if (value.length > Secrets.LARGEST) {
            throw new RejectedException(new PayloadTooLarge(value.length, Secrets.LARGEST));
        }
        return new StoredSecret(name, secrets.store(name, value));
    }

    @Described(value = "Removes a secret", answers = 204, problems = ProblemType.UNKNOWN_SECRET)
    @DeleteMapping("/{name}")
    @AllowedTo(value = Role.DEPLOY, about = Subject.SECRET)
    ResponseEntity<Void> remove(@PathVariable SecretName name) {
        secrets.remove(name);
        return ResponseEntity.noContent().build();
    }

    record StoredSecret(SecretName name, int version) {}
}
