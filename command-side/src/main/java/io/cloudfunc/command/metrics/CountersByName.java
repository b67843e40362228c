package io.cloudfunc.command.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** One counter for each name there is, made at once, so that each is there with 0 before it first happens. */
final class CountersByName<E extends Enum<E>> {

    private final List<Counter> byOrdinal;

    CountersByName(Class<E> names, Function<String, Counter> counter) {
        byOrdinal = Stream.of(names.getEnumConstants())
                .map(name -> counter.apply(name.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    CountersByName(MeterRegistry registry, String meter, String label, Class<E> names) {
        this(names, name -> Counter.builder(meter).tag(label, name).register(registry));
    }

    void increment(E name) {
        byOrdinal.get(name.ordinal()).increment();
    }
}
