package io.cloudfunc.command.open;

import io.cloudfunc.api.problem.InvalidValueException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much may be open, so wait or run, at a time, {@code cloudfunc.open.*}. Each is 0 or more; 0 means no bound.
 *
 * @param calls of all functions together; default 100,000
 * @param bytes of those calls' bodies together; default 4 GiB
 * @param callsPerFunction of one function; default 50,000
 * @param bytesPerFunction of those calls' bodies together; default 2 GiB
 * @param bytesAtHand of bodies that this process receives or stores just now, so what they take of its memory; default
 *     512 MiB, and never more than a quarter of the heap
 */
@ConfigurationProperties("cloudfunc.open")
public record Bounds(
        @DefaultValue("100000") int calls,
        @DefaultValue("4GB") DataSize bytes,
        @DefaultValue("50000") int callsPerFunction,
        @DefaultValue("2GB") DataSize bytesPerFunction,
        @DefaultValue("512MB") DataSize bytesAtHand) {

    private static final String PREFIX = "cloudfunc.open.";
    private static final int SHARE_OF_HEAP = 4;

    public Bounds {
        notNegative("calls", calls, calls);
        notNegative("bytes", bytes, bytes.toBytes());
        notNegative("calls-per-function", callsPerFunction, callsPerFunction);
        notNegative("bytes-per-function", bytesPerFunction, bytesPerFunction.toBytes());
        notNegative("bytes-at-hand", bytesAtHand, bytesAtHand.toBytes());
    }

    /** What is at hand in a process with such a heap. */
    long mostAtHand(long heapBytes) {
        var share = heapBytes / SHARE_OF_HEAP;
        return bytesAtHand.toBytes() == 0 ? share : Math.min(share, bytesAtHand.toBytes());
    }

    private static void notNegative(String field, Object value, long number) {
        if (number < 0) {
            throw new InvalidValueException(PREFIX + field, value, "0 or more");
        }
    }
}
