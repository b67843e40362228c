package io.cloudfunc.command.commit;

import io.cloudfunc.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MessageDispatchInterceptor;

/** Puts the caller's pseudonym beside each command, from where it is copied beside the command's events. */
final class CallerMetadata implements MessageDispatchInterceptor<CommandMessage<?>> {

    /** Frozen: stored events have it. */
    static final String CALLER = "caller";

    /** Of the request that this thread handles; empty where none is handled. */
    static Map<String, String> now() {
        return Caller.now()
                .map(caller -> Map.of(CALLER, caller.id().toString()))
                .orElse(Map.of());
    }

    @Override
    public BiFunction<Integer, CommandMessage<?>, CommandMessage<?>> handle(
            List<? extends CommandMessage<?>> commands) {
        return (index, command) -> command.andMetaData(now());
    }
}
