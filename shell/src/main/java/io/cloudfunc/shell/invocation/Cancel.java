package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Request;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** {@code cancel}: ends a call that waits or runs. */
public final class Cancel {

    private final CloudFuncServer server;
    private final Console console;

    public Cancel(CloudFuncServer server, Console console) {
        this.server = server;
        this.console = console;
    }

    @Command(name = "cancel", group = "Calls", description = "End a call that waits or runs", help = "cancel 019a…")
    public void cancel(@Argument(index = 0, description = "id of the call") String id) {
        var call = server.accepted(Request.post(InvocationCalls.path(id) + ":cancel"))
                .json();
        console.line("%s is cancelled".formatted(call.path("id").asString(id)));
    }
}
