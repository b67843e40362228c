package io.cloudfunc.shell.key;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Json;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code keys}: lists, makes and revokes the keys that let callers in. */
public final class Keys {

    private static final String PATH = "/v1/keys";

    private final CloudFuncServer server;
    private final Printer printer;
    private final Console console;

    public Keys(CloudFuncServer server, Printer printer, Console console) {
        this.server = server;
        this.printer = printer;
        this.console = console;
    }

    @Command(
            name = "keys",
            group = "Access",
            description = "List, create or revoke the keys that let callers in",
            help = """
                keys
                keys create "nightly deploys" --role deploy --role read --expires 30d
                keys create "team a" --role deploy --role invoke --role read --namespace team-a
                keys revoke cf_0123456789ab\
                """)
    public void keys(
            @Argument(index = 0, description = "list, create or revoke; default list") @Nullable String action,
            @Argument(index = 1, description = "create: what the key is for; revoke: its id") @Nullable String key,
            @Option(longName = "role", shortName = 'r', description = "deploy, invoke, read, audit, metrics or admin")
                    String @Nullable [] roles,
            @Option(
                            longName = "namespace",
                            shortName = 'n',
                            description =
                                    "where it lets its holder in, such as team-a; may be repeated; default: everywhere")
                    String @Nullable [] namespaces,
            @Option(longName = "expires", description = "how long it lets its holder in; default: until revoked")
                    @Nullable
                    Duration expires,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        switch (action == null ? "list" : action) {
            case "list" -> printer.list(output, server.json(PATH), Keys::list, "There is no key");
            case "create" -> create(given(key, "what the key is for"), roles, namespaces, expires, output);
            case "revoke" -> revoke(given(key, "the id of a key"));
            case String other -> throw CommandFailedException.invalid("action", other, "list, create or revoke");
        }
    }

    private static String given(@Nullable String key, String expected) {
        if (key == null) {
            throw CommandFailedException.usage("The second argument is missing; expected " + expected);
        }
        return key;
    }

    private void create(
            String label,
            String @Nullable [] roles,
            String @Nullable [] namespaces,
            @Nullable Duration expires,
            OutputFormat output) {
        var request = Json.object().put("label", label);
        var asked = request.putArray("roles");
        List.of(roles == null ? new String[0] : roles).forEach(asked::add);
        if (namespaces != null) {
            List.of(namespaces).forEach(request.putArray("namespaces")::add);
        }
        if (expires != null) {
            request.put("expiresIn", expires.toString());
        }
        var made = server.accepted(Request.post(PATH, "application/json", Json.write(request)))
                .json();
        printer.print(output, made, Keys::card);
        console.say("It is shown this once: keep it, such as in CLOUDFUNC_KEY");
    }

    private void revoke(String id) {
        server.accepted(Request.delete(PATH + "/" + PathSegment.of("key id", id)));
        console.say("%s is revoked".formatted(id));
    }

    private static Card card(JsonNode made) {
        var card = new Card();
        card.line("key", text(made, "key"));
        card.line("id", text(made, "id"));
        card.line("roles", several(made, "roles"));
        card.line("namespaces", several(made, "namespaces"));
        card.line("expires", Times.second(text(made, "expiresAt")));
        return card;
    }

    private static Lines list(JsonNode answer) {
        var table = new Table(
                Column.whole("KEY"),
                Column.text("FOR"),
                Column.text("ROLES"),
                Column.text("NAMESPACES"),
                Column.whole("STATE"),
                Column.whole("EXPIRES"),
                Column.whole("LAST USED"));
        answer.path("items")
                .forEach(key -> table.row(
                        text(key, "id"),
                        text(key, "label"),
                        several(key, "roles"),
                        several(key, "namespaces"),
                        text(key, "state"),
                        Times.second(text(key, "expiresAt")),
                        Times.second(text(key, "lastUsedAt"))));
        return table;
    }

    private static String several(JsonNode key, String field) {
        return key.path(field).valueStream().map(value -> value.asString("")).collect(Collectors.joining(","));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
