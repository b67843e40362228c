package io.cloudfunc.query;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.ApiKey;
import io.cloudfunc.identity.KeyTable;
import java.time.Instant;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** A key that may do everything; found by the query side's own scan. */
@Component
class PlantedKey implements ApplicationRunner {

    static final String TEXT = "cf_000000000000_" + "0".repeat(64);

    private final KeyTable keys;

    PlantedKey(KeyTable keys) {
        this.keys = keys;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        var key = ApiKey.parse(TEXT).orElseThrow();
        keys.save(key.id(), "tests", Set.of(Role.ADMIN), Namespaces.ALL, key.hash(), Instant.EPOCH, null);
    }
}
