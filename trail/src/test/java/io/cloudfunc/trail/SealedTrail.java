package io.cloudfunc.trail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A trail of some seals with some events each, made by hand. */
record SealedTrail(List<Seal> seals, List<TrailEvent> events) {

    static SealedTrail of(Path keys, int seals, int eventsEach) {
        var key = SigningKey.in(keys);
        var made = new ArrayList<Seal>();
        var events = new ArrayList<TrailEvent>();
        var head = Checkpoint.NO_HEAD;
        for (var number = 1; number <= seals; number++) {
            var first = (number - 1L) * eventsEach + 1;
            var ours = LongStream.range(first, first + eventsEach)
                    .mapToObj(SealedTrail::event)
                    .toList();
            var at = Instant.EPOCH.plusSeconds(number);
            var seal = Seal.of(ours, head, number, events.size(), at, key);
            head = seal.checkpoint().head();
            made.add(seal);
            events.addAll(ours);
        }
        return new SealedTrail(made, events);
    }

    static TrailEvent event(long position) {
        var payload = "{\"text\":\"Ünïcode \\\"quoted\\\" \\n\",\"number\":1.0E3,\"position\":%d}".formatted(position);
        var revision = position % 2 == 0 ? "1" : null;
        return new TrailEvent(
                position,
                "id-" + position,
                "Call",
                "call-7",
                position - 1,
                "a.Type",
                revision,
                "1970-01-01T00:00:00Z",
                payload,
                "{\"traceId\":\"x\"}");
    }

    TrailEvent at(long position) {
        return events.get((int) position - 1);
    }

    /** As an export has it. */
    List<String> lines(TrailFormat format) {
        var lines = new ArrayList<String>();
        lines.add(format.write(new TrailLine.Head(null)));
        for (var seal : seals) {
            lines.add(format.write(new TrailLine.Sealed(seal)));
            for (var position : seal.positions()) {
                lines.add(format.write(new TrailLine.Event(at(position))));
            }
        }
        return lines;
    }
}
