package io.cloudfunc.command.key;

import io.cloudfunc.api.identity.KeyId;
import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.store.web.ProblemType;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The writing half of {@code /v1/keys}. */
@RestController
@RequestMapping("/v1/keys")
class KeyController {

    private final Keys keys;

    KeyController(Keys keys) {
        this.keys = keys;
    }

    @Described(value = "Makes a key, which is shown this once", answers = 201)
    @PostMapping
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    ResponseEntity<IssuedKey> issue(@RequestBody KeyRequest request) {
        var roles = request.checkedRoles();
        var expiresAt = request.expiresAt(keys.now());
        var namespaces = request.namespacesOrAll();
        var key = keys.issue(request.checkedLabel(), roles, namespaces, expiresAt);
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new IssuedKey(
                        key.id(), key.text(), request.checkedLabel(), new TreeSet<>(roles), namespaces, expiresAt));
    }

    /** Revoking it again changes nothing. */
    @Described(value = "Revokes a key; again changes nothing", answers = 204, problems = ProblemType.UNKNOWN_KEY)
    @DeleteMapping("/{id}")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    ResponseEntity<Void> revoke(@PathVariable KeyId id) {
        keys.revoke(id);
        return ResponseEntity.noContent().build();
    }

    /**
     * @param key the whole key, which nobody can read again
     */
    record IssuedKey(
            KeyId id,
            String key,
            String label,
            Set<Role> roles,
            Namespaces namespaces,
            @Nullable Instant expiresAt) {}
}
