package io.cloudfunc.query.key;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.KeyTable;
import io.cloudfunc.identity.Subject;
import io.cloudfunc.openapi.Described;
import io.cloudfunc.query.view.Page;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists API keys over REST: who made them for what, not the keys themselves. */
@RestController
class KeysController {

    private final KeyTable keys;
    private final Clock clock;

    KeysController(KeyTable keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** All that there ever were, the oldest first. */
    @Described("Lists keys, without what lets in")
    @GetMapping("/v1/keys")
    @AllowedTo(value = Role.ADMIN, about = Subject.INSTALLATION)
    Page<KeyView> list() {
        var now = clock.instant();
        return new Page<>(keys.all().stream().map(key -> KeyView.of(key, now)).toList(), null);
    }
}
