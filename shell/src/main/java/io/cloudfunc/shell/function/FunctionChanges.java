package io.cloudfunc.shell.function;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Json;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** {@code remove} and {@code rollback}. */
public final class FunctionChanges {

    private final CloudFuncServer server;
    private final Console console;

    public FunctionChanges(CloudFuncServer server, Console console) {
        this.server = server;
        this.console = console;
    }

    @Command(
            name = "remove",
            group = "Functions",
            description = "Remove a function: waiting calls end, running ones finish, its containers go",
            help = "remove hello")
    public void remove(@Argument(index = 0, description = "name of the function") String name) {
        server.accepted(Request.delete(path(name)));
        console.say("%s is removed; its history stays: history %s".formatted(name, name));
    }

    @Command(
            name = "rollback",
            group = "Functions",
            description = "Let an earlier revision serve the calls again",
            help = "rollback hello 1")
    public void rollback(
            @Argument(index = 0, description = "name of the function") String name,
            @Argument(index = 1, description = "number of a revision that is ready") Integer revision) {
        var body = Json.write(Json.object().put("revision", revision));
        server.accepted(Request.post(path(name) + ":rollback", "application/json", body));
        console.say("Revision %d of %s serves now".formatted(revision, name));
    }

    private static String path(String name) {
        return "/v1/functions/" + PathSegment.of("function name", name);
    }
}
