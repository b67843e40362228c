package io.cloudfunc.invoker;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.invoker.router.RouterRole;
import io.cloudfunc.invoker.worker.WorkerRole;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /**
     * Those of this process, which must have that one.
     *
     * @throws InvalidValueException if it has not
     */
    public static Set<InvokerRole> chosenWith(InvokerRole needed) {
        return with(needed, chosen());
    }

    static Set<InvokerRole> with(InvokerRole needed, Set<InvokerRole> roles) {
        if (!roles.contains(needed)) {
            throw new InvalidValueException(ROLES, namesOf(roles), namesOf(Set.of(needed)) + " among them");
        }
        return roles;
    }

    private static String namesOf(Set<InvokerRole> roles) {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    /** @throws InvalidValueException if there is another word among them */
    static Set<InvokerRole> named(String words) {
        var roles = EnumSet.noneOf(InvokerRole.class);
        for (var word : words.split("\\s*,\\s*")) {
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
