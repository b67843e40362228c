package io.cloudfunc.api.problem;

/**
 * Why a request is refused. Each kind becomes one problem (RFC 9457) with a stable type at the edge; each names the
 * offending value and what was expected instead.
 */
public sealed interface Rejection {

    /** One sentence for the person who sent the request. */
    String detail();

    record InvalidValue(String field, String offending, String expected) implements Rejection {
        @Override
        public String detail() {
            return "%s: got '%s', expected %s".formatted(field, offending, expected);
        }
    }

    /**
     * @param why what is wrong with the caller's identity
     */
    record Unauthenticated(String why) implements Rejection {
        @Override
        public String detail() {
            return "%s; expected the header 'Authorization: Bearer cf_…' with a key".formatted(why);
        }
    }

    record Forbidden(String allowed) implements Rejection {
        @Override
        public String detail() {
            return "The key does not allow this; expected one with %s".formatted(allowed);
        }
    }

    record UnknownKey(String key) implements Rejection {
        @Override
        public String detail() {
            return "There is no key '%s'; expected the id of a key, cf_ and 12 hexadecimal digits".formatted(key);
        }
    }

    record UnknownSecret(String secret) implements Rejection {
        @Override
        public String detail() {
            return "There is no secret '%s'; expected the name of a secret that is stored".formatted(secret);
        }
    }

    record UnknownFunction(String function) implements Rejection {
        @Override
        public String detail() {
            return "There is no function '%s'; expected the name of a deployed function".formatted(function);
        }
    }

    record UnknownRevision(String function, int revision, String expected) implements Rejection {

        public UnknownRevision(String function, int revision) {
            this(function, revision, "a revision that became ready");
        }

        @Override
        public String detail() {
            return "Function '%s' has no such revision: got %d, expected %s".formatted(function, revision, expected);
        }
    }

    record NoReadyRevision(String function, String latest) implements Rejection {
        @Override
        public String detail() {
            return "Function '%s' has no ready revision (%s); expected at least one revision that became ready"
                    .formatted(function, latest);
        }
    }

    record UnknownInvocation(String invocation) implements Rejection {
        @Override
        public String detail() {
            return "There is no invocation '%s'; expected the id of an accepted invocation".formatted(invocation);
        }
    }

    /**
     * @param owner what was asked, such as "Invocation '…'"
     */
    record UnknownContainer(String container) implements Rejection {
        @Override
        public String detail() {
            return "There is no container '%s'; expected the id of a container that a function had"
                    .formatted(container);
        }
    }

    record UnknownProjection(String projection, String expected) implements Rejection {
        @Override
        public String detail() {
            return "There is no projection '%s'; expected one of %s".formatted(projection, expected);
        }
    }

    record RebuildUnderWay(String projections) implements Rejection {
        @Override
        public String detail() {
            return "A rebuild is under way, of: %s; expected to be asked when it has ended".formatted(projections);
        }
    }

    record NothingStored(String owner, String what, String why) implements Rejection {
        @Override
        public String detail() {
            return "%s has no %s: %s".formatted(owner, what, why);
        }
    }

    record PayloadTooLarge(long bytes, long limit) implements Rejection {
        @Override
        public String detail() {
            return "The body has %d bytes or more; expected at most %d bytes".formatted(bytes, limit);
        }
    }

    record KeyReused(String key, String invocation) implements Rejection {
        @Override
        public String detail() {
            return "Idempotency-Key '%s' stands for invocation %s, which has another body; expected that body or a new key"
                    .formatted(key, invocation);
        }
    }

    record AlreadyEnded(String invocation, String state) implements Rejection {
        @Override
        public String detail() {
            return "Invocation %s has ended: got %s, expected one that waits or runs".formatted(invocation, state);
        }
    }

    record NotEnded(String invocation) implements Rejection {
        @Override
        public String detail() {
            return "Invocation %s has not ended: it waits or runs; expected one that has ended".formatted(invocation);
        }
    }

    record StoreNotEmpty() implements Rejection {
        @Override
        public String detail() {
            return "History is imported into an empty installation only: got one that has events, expected none but of its keys";
        }
    }

    record NoDeadLetter(String invocation, String state) implements Rejection {
        @Override
        public String detail() {
            return "Invocation %s is no dead letter: got %s, expected one that failed with no attempts left"
                    .formatted(invocation, state);
        }
    }

    /**
     * The function has as much open as it may have; nothing was stored.
     *
     * @param what what is bounded, such as "open calls"
     * @param found with the refused call
     */
    record FunctionFull(String function, String what, long found, long most) implements Rejection {
        @Override
        public String detail() {
            return "Function '%s' would have %d %s with this call; expected at most %d"
                    .formatted(function, found, what, most);
        }
    }

    /** As {@link FunctionFull}, of all functions of a namespace together, or of what is deployed in it. */
    record NamespaceFull(String namespace, String what, long found, long most) implements Rejection {
        @Override
        public String detail() {
            return "Namespace '%s' would have %d %s with this; expected at most %d"
                    .formatted(namespace, found, what, most);
        }
    }

    /** As {@link FunctionFull}, of all functions together. */
    record PlatformFull(String what, long found, long most) implements Rejection {
        @Override
        public String detail() {
            return "All functions together would have %d %s with this call; expected at most %d"
                    .formatted(found, what, most);
        }
    }

    /** Nothing was stored; a moment later one more is taken. */
    record TooManyCalls(String caller, int mostPerSecond) implements Rejection {
        @Override
        public String detail() {
            return "%s makes more calls than it may; expected at most %d a second".formatted(caller, mostPerSecond);
        }
    }

    record Unavailable(String part, String reason) implements Rejection {
        @Override
        public String detail() {
            return "%s cannot be used now: %s; expected it to be reachable".formatted(part, reason);
        }
    }
}
