package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

    private final Figures figures = new Figures()
            .put("ratio", 1.23456)
            .put("direct", new Figures().put("calls", 50).put("p50_ms", 0.5));

    @Test
    void are_json_in_sections() {
        assertThat(figures.json()).isEqualToIgnoringWhitespace("""
                {"ratio": 1.235, "direct": {"calls": 50, "p50_ms": 0.5}}
                """);
    }

    @Test
    void of_rounds_are_a_list() {
        var rounds = new ByRound();
        rounds.add(2.00049);
        rounds.add(1);
        var ofRounds = new Figures().put("by_round", rounds);

        assertThat(ofRounds.json()).isEqualToIgnoringWhitespace("""
                {"by_round": [2.0, 1.0]}
                """);
        assertThat(ofRounds.text().replaceAll(" +", " ")).isEqualTo("by_round 2.0 1.0");
    }

    @Test
    void are_lines_to_be_read() {
        assertThat(figures.text().lines().map(String::strip).map(line -> line.replaceAll(" +", " ")))
                .containsExactly("ratio 1.235", "direct", "calls 50", "p50_ms 0.5");
    }
}
