package io.cloudfunc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KillerTest {

    private final Unbreakable installation = new Unbreakable();

    @Test
    void kills_every_part_before_it_kills_any_again() {
        killer(12, 1).run(() -> 1_000);

        assertThat(EnumSet.copyOf(installation.killed.subList(0, 6))).hasSize(6);
        assertThat(EnumSet.copyOf(installation.killed.subList(6, 12))).hasSize(6);
    }

    @Test
    void restores_after_each_kill_but_that_of_a_container() {
        killer(6, 1).run(() -> 1_000);

        assertThat(installation.restored).isEqualTo(5);
    }

    @Test
    void kills_in_the_same_order_for_the_same_seed() {
        killer(10, 4).run(() -> 1_000);
        var first = List.copyOf(installation.killed);
        installation.killed.clear();

        killer(10, 4).run(() -> 1_000);

        assertThat(installation.killed).isEqualTo(first);
    }

    @Test
    void remembers_what_was_killed() {
        var killer = killer(5, 1);

        killer.run(() -> 1_000);

        assertThat(killer.done()).extracting(Kill::part).isEqualTo(installation.killed);
    }

    private Killer killer(int kills, long seed) {
        return new Killer(
                installation,
                new Plan(1_000, kills, seed, Plan.PATIENCE),
                Clock.systemUTC(),
                new PrintStream(OutputStream.nullOutputStream()));
    }

    private static final class Unbreakable implements Installation {
        final List<Part> killed = new ArrayList<>();
        int restored;

        @Override
        public boolean kill(Part part) {
            return killed.add(part);
        }

        @Override
        public void restore() {
            restored++;
        }

        @Override
        public Set<Part> parts() {
            return EnumSet.allOf(Part.class);
        }

        @Override
        public URI server() {
            return URI.create("http://127.0.0.1");
        }

        @Override
        public Path key() {
            return Path.of("none");
        }

        @Override
        public String database() {
            return "none";
        }

        @Override
        public Path engine() {
            return Path.of("none");
        }

        @Override
        public String label() {
            return "none";
        }
    }
}
