package io.cloudfunc.shell.audit;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.print.OutputFormat;
import io.cloudfunc.shell.rest.Query;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code audit}. */
public final class Audit {

    private final Reconcile reconcile;
    private final Trail trail;

    public Audit(Reconcile reconcile, Trail trail) {
        this.reconcile = reconcile;
        this.trail = trail;
    }

    @Command(
            name = "audit",
            group = "Audit",
            description = "Check that all is whole and unchanged; export and import events",
            help = """
                    audit reconcile
                    audit checkpoint >kept.json
                    audit verify --checkpoint kept.json
                    audit export --file trail.jsonl --function hello --from 2026-01-31T00:00:00Z
                    audit verify --file trail.jsonl
                    audit import --file trail.jsonl""")
    public void audit(
            @Argument(index = 0, description = "reconcile, verify, checkpoint, export or import") String deed,
            @Option(
                            longName = "file",
                            shortName = 'f',
                            description = "export: where to; import: what; verify: this export, without a server")
                    @Nullable
                    Path file,
            @Option(longName = "checkpoint", description = "verify: a file with a checkpoint that was kept apart")
                    @Nullable
                    Path checkpoint,
            @Option(longName = "function", description = "export: of this function only") @Nullable String function,
            @Option(longName = "type", description = "export: of this type only, such as FunctionDeployed") @Nullable
                    String type,
            @Option(longName = "from", description = "export: stored at this instant or later") @Nullable String from,
            @Option(longName = "to", description = "export: stored before this instant") @Nullable String to,
            @Option(longName = "format", description = "export: jsonl or cloudevents", defaultValue = "jsonl")
                    String format,
            @Option(
                            longName = "output",
                            shortName = 'o',
                            description = "how to show it",
                            defaultValue = OutputFormat.DEFAULT)
                    OutputFormat output) {
        switch (deed) {
            case "reconcile" -> reconcile.reconcile(output);
            case "verify" -> trail.verify(file, checkpoint, output);
            case "checkpoint" -> trail.checkpoint();
            case "export" ->
                trail.export(
                        required(deed, file),
                        new Query("/v1/audit/events")
                                .with("function", function)
                                .with("type", type)
                                .with("from", from)
                                .with("to", to)
                                .with("format", format));
            case "import" -> trail.load(required(deed, file));
            default ->
                throw CommandFailedException.invalid("deed", deed, "reconcile, verify, checkpoint, export or import");
        }
    }

    private static Path required(String deed, @Nullable Path file) {
        if (file == null) {
            throw CommandFailedException.usage("audit %s needs --file".formatted(deed));
        }
        return file;
    }
}
