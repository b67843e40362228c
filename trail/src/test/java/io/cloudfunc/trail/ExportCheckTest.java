package io.cloudfunc.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.trail.Finding.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCheckTest {

    @TempDir
    Path keys;

    @TempDir
    Path otherKeys;

    private SealedTrail trail;

    @BeforeEach
    void seal() {
        trail = SealedTrail.of(keys, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void passes_an_untouched_export_in_either_format(TrailFormat format) {
        var verification = verify(trail.lines(format));

        assertThat(verification.isValid()).isTrue();
        assertThat(verification.events()).isEqualTo(12);
        assertThat(verification.last().number()).isEqualTo(3);
        assertThat(verification.signers()).containsExactly(SigningKey.in(keys).fingerprint());
    }

    @ParameterizedTest
    @EnumSource
    void reads_every_event_letter_by_letter(TrailFormat format) {
        var event = new TrailLine.Event(SealedTrail.event(6));

        assertThat(LineReader.read(format.write(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource
    void names_an_event_of_which_a_byte_was_flipped(TrailFormat format) {
        var lines = trail.lines(format);
        lines.set(8, lines.get(8).replace("1.0E3", "1.0E4"));

        assertThat(first(lines))
                .isEqualTo(new Finding(Kind.CHANGED, 6, 2, "id-6", first(lines).detail()));
    }

    @Test
    void names_an_event_that_was_deleted() {
        var lines = trail.lines(TrailFormat.JSONL);
        lines.remove(8);

        assertThat(first(lines).kind()).isEqualTo(Kind.MISSING);
        assertThat(first(lines).position()).isEqualTo(6);
    }

    @Test
    void names_the_first_of_two_events_that_were_swapped() {
        var lines = trail.lines(TrailFormat.JSONL);
        var sixth = lines.get(8);
        lines.set(8, lines.get(10).replace("\"position\":8,\"id\"", "\"position\":6,\"id\""));
        lines.set(10, sixth.replace("\"position\":6,\"id\"", "\"position\":8,\"id\""));

        assertThat(first(lines)).extracting(Finding::kind, Finding::position).containsExactly(Kind.CHANGED, 6L);
        assertThat(verify(lines).wrong()).isEqualTo(2);
    }

    @Test
    void names_an_event_that_was_put_in() {
        var lines = trail.lines(TrailFormat.JSONL);
        lines.add(9, lines.get(8).replace("\"position\":6,\"id\":\"id-6\"", "\"position\":0,\"id\":\"new\""));

        assertThat(first(lines)).extracting(Finding::kind, Finding::event).containsExactly(Kind.INSERTED, "new");
    }

    @Test
    void claims_nothing_for_events_after_the_last_checkpoint() {
        var lines = trail.lines(TrailFormat.JSONL);
        lines.add(TrailFormat.JSONL.write(new TrailLine.Event(SealedTrail.event(13))));

        assertThat(verify(lines).isValid()).isTrue();
        assertThat(verify(lines).unsealed()).isEqualTo(1);
    }

    @Test
    void tells_a_cut_tail_by_a_checkpoint_that_was_kept_apart() {
        var lines = trail.lines(TrailFormat.JSONL).subList(0, 11);

        assertThat(verify(lines).isValid()).isTrue();
        assertThat(verify(lines, lastCheckpoint()).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.CUT);
    }

    @Test
    void tells_a_chain_that_was_made_anew_with_another_key_by_a_checkpoint_that_was_kept_apart() {
        var anew = SealedTrail.of(otherKeys, 3, 5).lines(TrailFormat.JSONL);

        assertThat(verify(anew).isValid()).isTrue();
        assertThat(verify(anew).signersKnown()).isFalse();
        assertThat(verify(anew, lastCheckpoint()).findings())
                .extracting(Finding::kind)
                .contains(Kind.UNKNOWN_SIGNER, Kind.CUT);
    }

    @Test
    void refuses_a_signer_that_it_does_not_know() {
        var stranger = Set.of(SigningKey.in(otherKeys).fingerprint());

        var verification = new ExportCheck(stranger, List.of()).verify(trail.lines(TrailFormat.JSONL).stream());

        assertThat(verification.findings()).extracting(Finding::kind).containsExactly(Kind.UNKNOWN_SIGNER);
    }

    @Test
    void names_a_seal_that_is_not_there() {
        var lines = new ArrayList<>(trail.lines(TrailFormat.JSONL));
        lines.subList(6, 11).clear();

        assertThat(first(lines)).extracting(Finding::kind, Finding::seal).containsExactly(Kind.SEAL_MISSING, 2L);
    }

    @Test
    void names_a_seal_that_was_changed_along_with_its_events() {
        var lines = trail.lines(TrailFormat.JSONL);
        lines.set(6, lines.get(6).replace("\"events\":8", "\"events\":9"));

        assertThat(first(lines)).extracting(Finding::kind, Finding::seal).containsExactly(Kind.SEAL_CHANGED, 2L);
    }

    @Test
    void verifies_the_chain_of_an_export_that_has_some_events_only() {
        var format = TrailFormat.JSONL;
        var lines = List.of(
                format.write(new TrailLine.Head("function=hello")),
                format.write(others(0)),
                format.write(new TrailLine.Sealed(trail.seals().get(1))),
                format.write(new TrailLine.Event(trail.at(7))),
                format.write(others(2)));

        assertThat(verify(lines).isValid()).isTrue();
        assertThat(verify(lines))
                .extracting(Verification::events, Verification::leftOut)
                .containsExactly(1L, 11L);
    }

    @Test
    void says_which_line_cannot_be_read() {
        var lines = trail.lines(TrailFormat.JSONL);
        lines.set(2, "[]");

        assertThatThrownBy(() -> verify(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 3: not a line of an exported trail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "[]", "{\"at\":\"1970-01-01T00:00:00Z\",\"head\":\"00\"}"})
    void takes_nothing_else_for_a_checkpoint(String json) {
        assertThatThrownBy(() -> SealJson.checkpoint(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keeps_the_signing_key_for_its_owner_alone() throws Exception {
        var again = SigningKey.in(keys).fingerprint();

        assertThat(again).isEqualTo(trail.seals().getFirst().checkpoint().signer());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("signing-key"))))
                .isEqualTo("rw-------");
    }

    private TrailLine others(int index) {
        var seal = trail.seals().get(index);
        return new TrailLine.SealedOthers(seal.checkpoint(), seal.content());
    }

    private Checkpoint lastCheckpoint() {
        var written = SealJson.write(trail.seals().getLast().checkpoint()).toString();
        return SealJson.checkpoint(written);
    }

    private Finding first(List<String> lines) {
        return verify(lines).findings().getFirst();
    }

    private static Verification verify(List<String> lines, Checkpoint... kept) {
        return new ExportCheck(Set.of(), List.of(kept)).verify(Collections.unmodifiableList(lines).stream());
    }
}
