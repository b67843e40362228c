package io.cloudfunc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredBytesTest {

    @Test
    void are_told_for_each_call() {
        var before = new StoredBytes(10, 1_000, 500, 100, 200, 5_000);
        var after = new StoredBytes(310, 101_000, 20_500, 30_100, 10_200, 405_000);

        assertThat(after.perCall(before, 100).json()).isEqualToIgnoringWhitespace("""
                {"events": 3.0, "event_table_bytes": 1000, "event_index_bytes": 200, "payload_bytes": 300,
                 "view_bytes": 100, "log_bytes": 4000}
                """);
    }
}
