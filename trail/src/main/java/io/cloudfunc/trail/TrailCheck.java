package io.cloudfunc.trail;

import io.cloudfunc.trail.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies a trail, seal after seal from the first; wherever it comes from, and in bounded memory. */
public final class TrailCheck {

    private static final int MOST_SHOWN = 20;
    private static final int MOST_KEPT = 100_000;

    private final Set<String> known;
    private final boolean complete;
    private final Map<Long, Checkpoint> kept = new HashMap<>();

    private final Set<String> signers = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final TreeMap<Long, String> strays = new TreeMap<>();
    private byte[] head = Checkpoint.NO_HEAD;
    private @Nullable Checkpoint last;
    private long highest;
    private long events;
    private long leftOut;
    private long unsealed;
    private long wrong;

    /**
     * @param known signers to expect; none: any
     * @param complete whether every sealed event must be there
     * @param kept checkpoints that were kept apart; whoever signed one is known
     */
    public TrailCheck(Set<String> known, boolean complete, List<Checkpoint> kept) {
        this.known = Stream.concat(known.stream(), kept.stream().map(Checkpoint::signer))
                .collect(Collectors.toUnmodifiableSet());
        this.complete = complete;
        kept.forEach(this::keep);
    }

    private void keep(Checkpoint checkpoint) {
        if (!checkpoint.isGenuine()) {
            report(Kind.BAD_SIGNATURE, 0, checkpoint.number(), null, "the checkpoint kept apart is forged");
        }
        kept.put(checkpoint.number(), checkpoint);
    }

    /** The next seal, and its events as they are found now by position. */
    public void seal(Seal seal, LongFunction<@Nullable TrailEvent> found) {
        follow(seal.checkpoint(), seal.content(), seal.positions().length == 0 ? highest : seal.positions()[0]);
        if (!seal.isWellFormed()) {
            return;
        }
        for (var i = 0; i < seal.positions().length; i++) {
            compare(seal, i, found.apply(seal.positions()[i]));
        }
    }

    /** The next seal of an export that has none of its events. */
    public void sealOfOthers(Checkpoint checkpoint, byte[] content) {
        var before = last == null ? 0 : last.events();
        follow(checkpoint, content, highest);
        if (complete) {
            report(Kind.MISSING, highest, checkpoint.number(), null, "the events of the whole seal are not there");
        }
        leftOut += checkpoint.events() - before;
    }

    /** An event among sealed ones that is in no seal so far; a later seal may have it. */
    public void stray(TrailEvent event) {
        if (strays.size() < MOST_KEPT) {
            strays.put(event.position(), event.id());
        }
    }

    /** Events after the last seal. */
    public void unsealed(long count) {
        unsealed += count;
    }

    /** The last position that was sealed so far. */
    public long highest() {
        return highest;
    }

    private void follow(Checkpoint checkpoint, byte[] content, long position) {
        var number = checkpoint.number();
        var expected = last == null ? 1 : last.number() + 1;
        if (number != expected) {
            report(
                    Kind.SEAL_MISSING,
                    position,
                    expected,
                    null,
                    "seal %d follows where %d must".formatted(number, expected));
        } else if (!Arrays.equals(
                checkpoint.head(), Checkpoint.head(head, number, checkpoint.events(), checkpoint.at(), content))) {
            report(Kind.SEAL_CHANGED, position, number, null, "the seal does not follow from what it seals");
        }
        if (!checkpoint.isGenuine()) {
            report(Kind.BAD_SIGNATURE, position, number, null, "the seal is not signed by the key that it names");
        }
        var signer = checkpoint.signer();
        if (signers.add(signer) && !known.isEmpty() && !known.contains(signer)) {
            report(Kind.UNKNOWN_SIGNER, position, number, null, "signed by " + signer);
        }
        var keptOne = kept.remove(number);
        if (keptOne != null && !Arrays.equals(keptOne.head(), checkpoint.head())) {
            report(
                    Kind.CUT,
                    position,
                    number,
                    null,
                    "the checkpoint kept apart has another head: all since was made anew");
        }
        head = checkpoint.head();
        last = checkpoint;
    }

    private void compare(Seal seal, int index, @Nullable TrailEvent event) {
        var position = seal.positions()[index];
        highest = Math.max(highest, position);
        strays.remove(position);
        var number = seal.checkpoint().number();
        if (event == null) {
            leftOut++;
            if (complete) {
                report(Kind.MISSING, position, number, null, "the event that was sealed here is not there");
            }
        } else {
            events++;
            if (!seal.isOf(index, event)) {
                report(Kind.CHANGED, position, number, event.id(), "the event is not the one that was sealed here");
            }
        }
    }

    /**
     * @param late whether the event at that position may still come to be sealed
     */
    public Verification end(LongPredicate late) {
        strays.forEach((position, id) -> {
            if (late.test(position)) {
                unsealed++;
            } else {
                report(Kind.INSERTED, position, 0, id, "the event stands among sealed ones and is in no seal");
            }
        });
        kept.values().forEach(this::checkEnd);
        var shown = findings.stream().sorted().limit(MOST_SHOWN).toList();
        return new Verification(events, leftOut, unsealed, last, signers, !known.isEmpty(), wrong, shown);
    }

    private void checkEnd(Checkpoint unmet) {
        var reached = last == null ? 0 : last.number();
        report(
                Kind.CUT,
                highest + 1,
                unmet.number(),
                null,
                "the checkpoint kept apart tells of seal %d with %d events in all; the chain ends with seal %d"
                        .formatted(unmet.number(), unmet.events(), reached));
    }

    private void report(Kind kind, long position, long seal, @Nullable String event, String detail) {
        wrong++;
        if (findings.size() < MOST_KEPT) {
            findings.add(new Finding(kind, position, seal, event, detail));
        }
    }
}
