package io.cloudfunc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Ways to call, and how long each call took. */
final class Load {

    private static final int CALLS_BETWEEN_LOOKS = 20;

    /** Makes one call and returns when it has been answered as it should. */
    @FunctionalInterface
    interface Call {
        void make() throws IOException;
    }

    /** Makes what one client calls with, such as a connection. */
    @FunctionalInterface
    interface Client {
        Call open() throws IOException;
    }

    private Load() {}

    /** One after the other, each when the one before was answered. */
    static Samples sequential(Client client, int calls) throws IOException {
        return paced(client, calls, Duration.ZERO);
    }

    /** One after the other, begun no sooner than every so often. */
    static Samples paced(Client client, int calls, Duration every) throws IOException {
        var call = client.open();
        var samples = new Samples();
        var next = System.nanoTime();
        for (var i = 0; i < calls; i++) {
            sleepUntil(next);
            var began = System.nanoTime();
            call.make();
            samples.add(System.nanoTime() - began);
            next = Math.max(next + every.toNanos(), System.nanoTime());
        }
        return samples;
    }

    /** As {@link #paced}, until it is over; at least one. */
    static Samples pacedUntil(BooleanSupplier over, Client client, Duration every) {
        var samples = new Samples();
        try {
            do {
                samples.addAll(paced(client, CALLS_BETWEEN_LOOKS, every));
            } while (!over.getAsBoolean());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return samples;
    }

    /** So many clients, each one after the other, for a while. */
    static Samples together(Client client, int clients, Duration during) {
        var end = System.nanoTime() + during.toNanos();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            return IntStream.range(0, clients)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> until(end, client), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .reduce(new Samples(), (all, one) -> {
                        all.addAll(one);
                        return all;
                    });
        }
    }

    private static Samples until(long end, Client client) {
        var samples = new Samples();
        try {
            var call = client.open();
            for (var began = System.nanoTime(); began < end; began = System.nanoTime()) {
                call.make();
                samples.add(System.nanoTime() - began);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return samples;
    }

    private static void sleepUntil(long instant) {
        for (var rest = instant - System.nanoTime(); rest > 0; rest = instant - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }
}
