package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.function.Namespace;
import io.cloudfunc.api.function.OfFunctionLife;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.QueueNames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which functions a worker runs, and so which queues it takes tasks from, and where it publishes what it has to say.
 *
 * @param namespaces none: all that have no queues of their own
 */
record Assignment(QueueNames names, Set<Namespace> namespaces) {

    Assignment {
        namespaces = Set.copyOf(namespaces);
        if (!names.ownQueues().containsAll(namespaces)) {
            throw new InvalidValueException(
                    "cloudfunc.worker.namespaces",
                    join(namespaces),
                    "namespaces of cloudfunc.broker.own-queues: " + join(names.ownQueues()));
        }
    }

    private static String join(Set<Namespace> namespaces) {
        return namespaces.stream().map(Namespace::toString).sorted().collect(Collectors.joining(","));
    }

    List<String> tasks() {
        return namespaces.isEmpty()
                ? List.of(names.tasks())
                : namespaces.stream().map(names::tasksOf).toList();
    }

    /** Where questions go: to the next one where the answer at one is that there is nothing. */
    List<String> exchanges() {
        return namespaces.isEmpty()
                ? List.of(names.fromWorkers())
                : namespaces.stream().map(names::fromWorkersOf).toList();
    }

    /** Where the report is heard: what is about no function counts by its receipt, wherever it comes from. */
    String exchangeFor(Report report) {
        return report instanceof OfFunctionLife of
                        && namespaces.contains(of.function().namespace())
                ? names.fromWorkersOf(of.function().namespace())
                : exchanges().getFirst();
    }
}
