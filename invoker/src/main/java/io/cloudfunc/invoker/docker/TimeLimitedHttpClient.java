package io.cloudfunc.invoker.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Ends requests that take too long; the client library's own limits do nothing on a Unix socket. An interrupt is left
 * pending until the answer is there, so that it never keeps a container alive that is being removed.
 */
final class TimeLimitedHttpClient implements DockerHttpClient {

    private final DockerHttpClient client;
    private final Duration limit;
    private final UnaryOperator<Response> reading;

    /** @param reading how much of an answer must come within the limit */
    TimeLimitedHttpClient(DockerHttpClient client, Duration limit, UnaryOperator<Response> reading) {
        this.client = client;
        this.limit = limit;
        this.reading = reading;
    }

    @Override
    public Response execute(Request request) {
        var exchange = new FutureTask<>(() -> reading.apply(client.execute(request)));
        Thread.ofVirtual().name("cloudfunc-engine").start(exchange);
        try {
            return await(exchange);
        } catch (TimeoutException late) {
            exchange.cancel(true);
            throw new UncheckedIOException(new SocketTimeoutException("no answer within " + limit));
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private Response await(FutureTask<Response> exchange) throws TimeoutException, ExecutionException {
        var deadline = System.nanoTime() + limit.toNanos();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
