package io.cloudfunc.trail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies an export, with nothing but its lines. */
public final class ExportCheck {

    private final Set<String> known;
    private final List<Checkpoint> kept;

    private @Nullable TrailCheck check;
    private @Nullable Seal open;
    private final Map<Long, TrailEvent> found = new HashMap<>();
    private long number;

    public ExportCheck(Set<String> known, List<Checkpoint> kept) {
        this.known = known;
        this.kept = kept;
    }

    /**
     * @throws IllegalArgumentException if a line cannot be read; it says which
     */
    public Verification verify(Stream<String> lines) {
        lines.forEachOrdered(this::line);
        return end();
    }

    /** The next line, for who has them one by one; after the last follows {@link #end()}. */
    public TrailLine line(String text) {
        number++;
        var line = read(text);
        take(line);
        return line;
    }

    private TrailLine read(String text) {
        try {
            return LineReader.read(text);
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException("line %d: %s".formatted(number, notOne.getMessage()), notOne);
        }
    }

    private void take(TrailLine line) {
        switch (line) {
            case TrailLine.Head head -> check = new TrailCheck(known, head.filter() == null, kept);
            case TrailLine.Sealed sealed -> {
                closeSeal();
                open = sealed.seal();
            }
            case TrailLine.SealedOthers others -> {
                closeSeal();
                check().sealOfOthers(others.checkpoint(), others.content());
            }
            case TrailLine.Event event -> found.put(event.event().position(), event.event());
        }
    }

    /** What came after the seal's line and is not in it was put there, or came after the last seal. */
    private void closeSeal() {
        if (open != null) {
            check().seal(open, found::remove);
        }
        open = null;
        found.values().forEach(check()::stray);
        found.clear();
    }

    public Verification end() {
        closeSeal();
        var highest = check().highest();
        return check().end(position -> position > highest);
    }

    private TrailCheck check() {
        if (check == null) {
            throw new IllegalArgumentException("the first line does not begin an exported trail");
        }
        return check;
    }
}
