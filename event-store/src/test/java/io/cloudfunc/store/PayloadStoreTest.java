package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

class PayloadStoreTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final PayloadStore payloads = new PayloadStore(store.jdbc);

    @BeforeEach
    void makeAPartition() {
        store.jdbc.execute("""
                create table payload_20260131 partition of payload for values from ('2026-01-31') to ('2026-02-01')
                """);
    }

    @Test
    void gives_back_the_same_bytes_type_salt_and_hash() {
        var bytes = new byte[300];
        RANDOM.nextBytes(bytes);
        var saved = payload("2026-01-31T12:00:00Z", "application/x-odd; a=\"b\"", bytes);

        payloads.save(List.of(saved));

        assertThat(payloads.find(saved.ref().id())).hasValueSatisfying(found -> {
            assertThat(found.ref()).isEqualTo(saved.ref());
            assertThat(found.content()).isEqualTo(bytes);
            assertThat(found.salt()).isEqualTo(saved.salt());
            assertThat(found.isGenuine()).isTrue();
        });
    }

    @Test
    void keeps_nothing_that_could_be_read_without_its_key() {
        var saved = payload("2026-01-31T12:00:00Z", "text/plain", utf8("a secret of somebody"));

        payloads.save(List.of(saved));

        assertThat(store.jdbc.queryForObject("select content from payload", byte[].class))
                .hasSize("a secret of somebody".length() + 16)
                .isNotEqualTo(saved.content());
    }

    @Test
    void reads_what_was_stored_before_there_were_keys() {
        var old = payload("2026-01-31T12:00:00Z", "text/plain", utf8("old"));
        store.jdbc.update(
                "insert into payload (stored_on, id, content_type, hash, content) values ('2026-01-31', ?, ?, ?, ?)",
                old.ref().id(),
                "text/plain",
                old.ref().hash(),
                old.content());
        store.jdbc.update(
                "insert into payload_key (id, salt) values (?, ?)", old.ref().id(), old.salt());

        assertThat(payloads.find(old.ref().id()))
                .hasValueSatisfying(found -> assertThat(found.isGenuine()).isTrue());
    }

    @Test
    void keeps_an_empty_payload() {
        var empty = payload("2026-01-31T12:00:00Z", "text/plain", new byte[0]);

        payloads.save(List.of(empty));

        assertThat(payloads.find(empty.ref().id()))
                .hasValueSatisfying(found -> assertThat(found.content()).isEmpty());
    }

    @Test
    void never_changes_what_an_id_holds() {
        var first = payload("2026-01-31T12:00:00Z", "text/plain", utf8("first"));
        var second = Payload.of(first.ref().id(), "text/plain", utf8("second"), RANDOM);

        payloads.save(List.of(first, first));
        payloads.save(List.of(second));

        assertThat(payloads.find(first.ref().id()))
                .hasValueSatisfying(found -> assertThat(found.content()).isEqualTo(utf8("first")));
    }

    @Test
    void stores_many_however_large_they_are_together() {
        var large = IntStream.range(0, 5)
                .mapToObj(number -> payload("2026-01-31T12:00:00Z", "text/plain", new byte[(1 << 20) + number]))
                .toList();

        payloads.save(large);

        assertThat(payloads.findAll(large.stream().map(each -> each.ref().id()).toList())
                        .values())
                .hasSize(5)
                .allMatch(Payload::isGenuine);
    }

    @Test
    void finds_those_of_several_days_that_are_there_and_no_others() {
        var today = payload("2026-01-31T23:59:59.999Z", "text/plain", utf8("today"));
        var longAgo = payload("2020-02-29T00:00:00Z", "text/plain", utf8("long ago"));
        payloads.save(List.of(today, longAgo));

        var found = payloads.findAll(
                List.of(today.ref().id(), longAgo.ref().id(), idOf("2023-01-01T00:00:00Z"), UUID.randomUUID()));

        assertThat(found).containsOnlyKeys(today.ref().id(), longAgo.ref().id());
    }

    @Test
    void asks_nothing_of_the_database_where_nothing_is_asked() {
        var nowhere = new PayloadStore(new JdbcTemplate());

        nowhere.save(List.of());

        assertThat(nowhere.findAll(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T00:00:00Z, payload_20260131",
        "2026-01-31T23:59:59.999Z, payload_20260131",
        "2026-02-01T00:00:00Z, payload_other_days",
        "2026-01-30T23:59:59.999Z, payload_other_days"
    })
    void lies_in_the_partition_of_its_day_in_utc(String at, String partition) {
        payloads.save(List.of(payload(at, "text/plain", utf8("x"))));

        assertThat(store.jdbc.queryForList("select tableoid::regclass::text from payload", String.class))
                .containsExactly(partition);
    }

    @Test
    void is_part_of_the_transaction_around_it() {
        var payload = payload("2026-01-31T12:00:00Z", "text/plain", utf8("x"));

        var transaction = store.transactions.startTransaction();
        payloads.save(List.of(payload));
        transaction.rollback();

        assertThat(payloads.find(payload.ref().id())).isEmpty();
    }

    @Test
    void reads_the_day_from_the_time_in_the_id() {
        assertThat(PayloadStore.dayOf(idOf("2026-01-31T23:59:59.999Z"))).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(PayloadStore.dayOf(Generators.timeBasedEpochGenerator().construct(0)))
                .isEqualTo(LocalDate.of(1970, 1, 1));
    }

    private static Payload payload(String at, String contentType, byte[] content) {
        return Payload.of(idOf(at), contentType, content, RANDOM);
    }

    private static UUID idOf(String at) {
        return Generators.timeBasedEpochGenerator().construct(Instant.parse(at).toEpochMilli());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
