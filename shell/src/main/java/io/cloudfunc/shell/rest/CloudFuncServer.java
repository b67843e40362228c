package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import io.cloudfunc.shell.print.Plain;
import io.cloudfunc.shell.print.Times;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The running server. Every request ends within its patience; whatever goes wrong becomes a message and exit code. */
public final class CloudFuncServer implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Supplier<ServerUrl> address;
    private final Supplier<Optional<String>> key;
    private @Nullable ServerUrl url;
    private @Nullable HttpClient client;

    /** The address is asked for, and a connection made, by the first request only: help needs neither. */
    public CloudFuncServer(Supplier<ServerUrl> address, Supplier<Optional<String>> key) {
        this.address = address;
        this.key = key;
    }

    public ServerUrl url() {
        var known = url;
        if (known == null) {
            known = address.get();
            url = known;
        }
        return known;
    }

    /** The JSON at that path; a problem ends the command. */
    public JsonNode json(String path) {
        return accepted(Request.get(path)).json();
    }

    /** Like one page of that list, but with the items of all its pages. */
    public JsonNode allPages(String path) {
        var all = Json.object();
        var items = all.putArray("items");
        var page = json(path);
        page.path("items").forEach(items::add);
        for (var next = page.path("next").asString("");
                !next.isEmpty();
                next = page.path("next").asString("")) {
            page = json(new Query(path).with("cursor", next).text());
            page.path("items").forEach(items::add);
        }
        all.putNull("next");
        return all;
    }

    /** The reply if the server did not refuse; a problem ends the command. */
    public Reply accepted(Request request) {
        return exchange(request).orProblem();
    }

    /** The reply, of any status. */
    public Reply exchange(Request request) {
        return exchange(request, BodyHandlers.ofByteArray());
    }

    /** What the server answers goes into that file, which may be large; a problem ends the command. */
    public void download(Request request, Path file) {
        exchange(request, response -> saving(response, file)).orProblem();
    }

    private static BodySubscriber<byte[]> saving(ResponseInfo response, Path file) {
        return response.statusCode() >= 400
                ? BodySubscribers.ofByteArray()
                : BodySubscribers.mapping(BodySubscribers.ofFile(file), saved -> new byte[0]);
    }

    private Reply exchange(Request request, BodyHandler<byte[]> body) {
        var pending = client().sendAsync(request.to(url(), key.get()), body);
        try {
            return reply(pending.get(request.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException silent) {
            throw new CommandFailedException(
                    ExitCode.TIMED_OUT,
                    "%s did not answer within %s (%s %s)"
                            .formatted(url(), Times.span(request.patience()), request.method(), request.path()));
        } catch (ExecutionException broken) {
            throw failure(broken.getCause());
        } catch (InterruptedException interrupted) {
            throw new CommandFailedException(ExitCode.INTERRUPTED, "Interrupted");
        } finally {
            end(pending);
        }
    }

    private static void end(CompletableFuture<?> pending) {
        pending.cancel(true);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    private CommandFailedException failure(@Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return unreachable();
        }
        var reason = cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
        return new CommandFailedException(
                ExitCode.UNREACHABLE,
                "The connection to %s broke before the answer came (%s); whether the server acted is unknown"
                        .formatted(url(), Plain.of(reason)));
    }

    private CommandFailedException unreachable() {
        return new CommandFailedException(
                ExitCode.UNREACHABLE,
                "No CloudFunc server answers at %s; start one with `./cloudfunc up`, or set CLOUDFUNC_URL"
                        .formatted(url()));
    }

    private HttpClient client() {
        var open = client;
        if (open == null) {
            var builder =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
            open = (url().encrypted() ? builder : builder.sslContext(new NoTls())).build();
            client = open;
        }
        return open;
    }

    /** Ends the client's thread: the JVM's exit would otherwise wait 300 ms for it. */
    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
            client.close();
        }
    }
}
