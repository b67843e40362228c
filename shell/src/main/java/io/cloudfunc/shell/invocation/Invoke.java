package io.cloudfunc.shell.invocation;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.StandardInput;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** {@code invoke}: the function's output, byte for byte, is all that reaches stdout. */
public final class Invoke {

    private final InvocationCalls calls;
    private final Body body;
    private final Console console;

    public Invoke(InvocationCalls calls, StandardInput input, Console console) {
        this.calls = calls;
        this.body = new Body(input, console);
        this.console = console;
    }

    @Command(name = "invoke", group = "Calls", description = "Call a function and print its output", help = """
                    invoke hello -d '{"name": "Ada"}'
                    invoke hello -d @event.json --async""")
    public void invoke(
            @Argument(index = 0, description = "name of the function") String name,
            @Option(
                            longName = "data",
                            shortName = 'd',
                            description = "input, @file or @- (stdin); what is piped in, if left out")
                    @Nullable
                    String data,
            @Option(longName = "async", description = "do not wait; print the call's id", defaultValue = "false")
                    Boolean async,
            @Option(longName = "wait", description = "how long to wait for the output", defaultValue = "60s")
                    Duration wait,
            @Option(
                            longName = "content-type",
                            description = "content type of the input",
                            defaultValue = "application/json")
                    String contentType,
            @Option(
                            longName = "idempotency-key",
                            description = "the same key and input are the same call, however often it is sent")
                    @Nullable
                    String key) {
        var input = body.of(data, wait);
        if (async) {
            console.line(calls.accept(name, contentType, input, key));
        } else {
            console.bytes(calls.call(name, contentType, input, wait, key).output());
        }
    }
}
