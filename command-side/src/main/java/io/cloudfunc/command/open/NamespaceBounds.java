package io.cloudfunc.command.open;

import io.cloudfunc.api.problem.InvalidValueException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much each namespace may have, {@code cloudfunc.namespace.*}. Each is 0 or more; 0, the default, means no bound.
 *
 * @param functions that are deployed at a time; what is deployed in the same moment may exceed it
 * @param containers that its functions may have at a time on each worker, so the sum of the largest
 *     {@code maxContainers} with which a revision of each may serve
 * @param callsPerSecond of all its functions and callers together, in each process that takes calls
 * @param bytes of the bodies of its calls that wait or run
 */
@ConfigurationProperties("cloudfunc.namespace")
public record NamespaceBounds(
        @DefaultValue("0") int functions,
        @DefaultValue("0") int containers,
        @DefaultValue("0") int callsPerSecond,
        @DefaultValue("0") DataSize bytes) {

    static final NamespaceBounds NONE = new NamespaceBounds(0, 0, 0, DataSize.ofBytes(0));

    public NamespaceBounds {
        notNegative("functions", functions);
        notNegative("containers", containers);
        notNegative("calls-per-second", callsPerSecond);
        notNegative("bytes", bytes.toBytes());
    }

    private static void notNegative(String field, long value) {
        if (value < 0) {
            throw new InvalidValueException("cloudfunc.namespace." + field, value, "0 or more");
        }
    }
}
