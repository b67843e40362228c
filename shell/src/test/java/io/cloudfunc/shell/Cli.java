package io.cloudfunc.shell;

import static org.jline.reader.Parser.ParseContext.COMPLETE;

import io.cloudfunc.shell.line.Completion;
import io.cloudfunc.shell.line.ShellRunner;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Pause;
import io.cloudfunc.shell.rest.ServerKey;
import io.cloudfunc.shell.rest.ServerUrl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.impl.DumbTerminal;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The whole shell as one command runs it, with streams, a clock and a server of the test. The zone is UTC+05:30. */
public final class Cli {

    static {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
    }

    private final Map<String, String> environment = new TreeMap<>();
    private final FakeTime time = new FakeTime();
    private StandardInput input = new StandardInput(InputStream.nullInputStream(), true);
    private Path directory = Path.of("");
    private boolean terminal;
    private boolean coloured;
    private int width = 80;

    private Cli() {}

    public static Cli of(FakeServer server) {
        return new Cli().variable("CLOUDFUNC_URL", server.url());
    }

    public static Cli without() {
        return new Cli();
    }

    public Cli variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Cli stdin(String piped) {
        return stdin(new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)));
    }

    public Cli stdin(InputStream piped) {
        input = new StandardInput(piped, false);
        return this;
    }

    /** Has that working directory. */
    public Cli in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /** Shows data on a terminal so many columns wide. */
    public Cli terminal(int columns) {
        terminal = true;
        width = columns;
        return this;
    }

    public Cli coloured() {
        coloured = true;
        return this;
    }

    public FakeTime time() {
        return time;
    }

    public Ran run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(stream(out), stream(err), terminal, coloured, () -> width);
        try (var beans = beans(console)) {
            var code = beans.getBean(ShellRunner.class).run(List.of(words));
            return new Ran(code.code(), out.toByteArray(), err.toString(StandardCharsets.UTF_8));
        }
    }

    /** What Tab offers at the end of that line. */
    public List<String> offers(String line) {
        var nowhere = stream(new ByteArrayOutputStream());
        try (var beans = beans(new Console(nowhere, nowhere, true, false, () -> width))) {
            var completion = beans.getBean(Completion.class);
            var candidates = new ArrayList<Candidate>();
            LineReader reader = LineReaderBuilder.builder().terminal(dumb()).build();
            completion.complete(reader, new DefaultParser().parse(line, line.length(), COMPLETE), candidates);
            return candidates.stream().map(Candidate::value).toList();
        } catch (IOException noTerminal) {
            throw new UncheckedIOException(noTerminal);
        }
    }

    private static DumbTerminal dumb() throws IOException {
        return new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    }

    private AnnotationConfigApplicationContext beans(Console console) {
        var beans = new AnnotationConfigApplicationContext();
        beans.registerBean(ProcessEnvironment.class, () -> new ProcessEnvironment(environment, directory));
        beans.registerBean(Console.class, () -> console);
        beans.registerBean(StandardInput.class, () -> input);
        beans.registerBean(
                CloudFuncServer.class,
                () -> new CloudFuncServer(
                        () -> ServerUrl.of(environment.get("CLOUDFUNC_URL")), () -> ServerKey.of(environment)));
        beans.registerBean(Clock.class, () -> time);
        beans.registerBean(Pause.class, () -> time::pass);
        beans.register(ShellConfiguration.class);
        beans.refresh();
        return beans;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
