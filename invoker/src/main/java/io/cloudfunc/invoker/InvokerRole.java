package io.cloudfunc.invoker;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.invoker.router.RouterRole;
import io.cloudfunc.invoker.worker.WorkerRole;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a process does of an invoker's work: {@code CLOUDFUNC_INVOKER_ROLES}, default {@code router,worker}. */
public enum InvokerRole {
    ROUTER(RouterRole.class),
    WORKER(WorkerRole.class);

    private static final String ROLES = "CLOUDFUNC_INVOKER_ROLES";

    private final Class<?> configuration;

    InvokerRole(Class<?> configuration) {
        this.configuration = configuration;
    }

    public Class<?> configuration() {
        return configuration;
    }

    /** Those of this process. */
    public static Set<InvokerRole> chosen() {
        return Optional.ofNullable(System.getenv(ROLES))
                .map(InvokerRole::named)
                .orElse(EnumSet.allOf(InvokerRole.class));
    }

    /** @throws InvalidValueException if there is another word among them */
    static Set<InvokerRole> named(String words) {
        var roles = EnumSet.noneOf(InvokerRole.class);
        for (var word : Arrays.asList(words.split("\\s*,\\s*"))) {
            roles.add(
                    switch (word) {
                        case "router" -> ROUTER;
                        case "worker" -> WORKER;
                        default -> throw new InvalidValueException(ROLES, word, "router, worker, or both with a comma");
                    });
        }
        return roles;
    }
}
