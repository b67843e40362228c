package io.cloudfunc.shell.secret;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;
import tools.jackson.databind.JsonNode;

/** {@code secrets}: lists, stores, rotates and removes them. No value is ever an argument, since others see those. */
public final class Secrets {

    private static final String PATH = "/v1/secrets";

    /** Bytes of a value; above what the server takes, so that the server says how much that is. */
    private static final int LARGEST = 1024 * 1024;

    private final CloudFuncServer server;
    private final Printer printer;
    private final Console console;
    private final StandardInput input;

    public Secrets(CloudFuncServer server, Printer printer, Console console, StandardInput input) {
        this.server = server;
        this.printer = printer;
        this.console = console;
        this.input = input;
    }

    @Command(
            name = "secrets",
            group = "Access",
            description = "List, store, rotate or remove the secrets of functions",
            help = """
                    secrets
                    secrets set db-password --file password.txt
                    openssl rand -hex 20 | cloudfunc secrets set db-password
                    secrets remove db-password""")
    public void secrets(
            @Argument(index = 0, description = "list, set (again: another version) or remove; default list") @Nullable
                    String action,
            @Argument(index = 1, description = "set, remove: its name") @Nullable String secret,
            @Option(longName = "file", shortName = 'f', description = "set: what has the value; default: stdin")
                    @Nullable
                    String file,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show them",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        switch (action == null ? "list" : action) {
            case "list" -> printer.list(output, server.json(PATH), Secrets::list, "There is no secret");
            case "set" -> set(pathOf(secret), file);
            case "remove" -> remove(pathOf(secret));
            case String other -> throw CommandFailedException.invalid("action", other, "list, set or remove");
        }
    }

    private static String pathOf(@Nullable String secret) {
        if (secret == null) {
            throw CommandFailedException.usage("The second argument is missing; expected the name of a secret");
        }
        return PATH + "/" + PathSegment.of("secret name", secret);
    }

    private void set(String path, @Nullable String file) {
        var value = file == null ? piped() : read(file);
        var stored = server.accepted(Request.put(path, "application/octet-stream", value))
                .json();
        console.say("%s has version %d; containers that start from now on get it"
                .formatted(
                        stored.path("name").asString(""), stored.path("version").asInt()));
    }

    private void remove(String path) {
        server.accepted(Request.delete(path));
        console.say("%s is removed".formatted(path.substring(PATH.length() + 1)));
    }

    private byte[] piped() {
        var stream =
                input.piped().orElseThrow(() -> CommandFailedException.usage("expected the value on stdin, or --file"));
        try {
            return bounded(stream, "stdin");
        } catch (IOException unreadable) {
            throw CommandFailedException.usage("stdin cannot be read: " + unreadable.getMessage());
        }
    }

    private static byte[] read(String file) {
        try (var stream = Files.newInputStream(Path.of(file))) {
            return bounded(stream, file);
        } catch (IOException unreadable) {
            throw CommandFailedException.invalid("--file", file, "the name of a file that can be read");
        }
    }

    private static byte[] bounded(InputStream stream, String name) throws IOException {
        var value = stream.readNBytes(LARGEST + 1);
        if (value.length > LARGEST) {
            throw CommandFailedException.invalid("value", name, "at most 1 MiB (servers take 64 KiB)");
        }
        return value;
    }

    private static Lines list(JsonNode answer) {
        var table = new Table(Column.whole("SECRET"), Column.whole("VERSION"), Column.whole("STORED"));
        answer.path("items")
                .forEach(secret -> table.row(
                        secret.path("name").asString(""),
                        secret.path("version").asString(""),
                        Times.second(secret.path("storedAt").asString(""))));
        return table;
    }
}
