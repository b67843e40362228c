package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.store.trail.Sealer;
import io.cloudfunc.store.trail.StoredTrail;
import io.cloudfunc.trail.SigningKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PayloadErasureTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void erases_what_the_events_of_a_call_refer_to_and_lets_it_never_come_back() {
        var on = new StoreOnPostgres();
        var payloads = new PayloadStore(on.jdbc);
        var erased = payload();
        var kept = payload();
        payloads.save(List.of(erased, kept));
        var call = request(on, erased);
        request(on, kept);
        var erasure = new PayloadErasure(on.jdbc, payloads);

        assertThat(erasure.eraseOf(List.of(call))).isEqualTo(1);
        assertThat(erasure.eraseOf(List.of(call))).isZero();
        payloads.save(List.of(erased));

        assertThat(payloads.find(erased.ref().id())).isEmpty();
        assertThat(payloads.findAllOfACall(List.of(erased.ref().id()))).isEmpty();
        assertThat(payloads.find(kept.ref().id())).isPresent();
    }

    /** All files of a database are searched: before, its keys make sure that the search can find anything. */
    @Test
    void leaves_neither_payload_nor_key_nor_salt_in_any_file_of_the_database_and_the_chain_whole() throws IOException {
        var data = directory.resolve("postgres");
        try (var server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("wal_recycle", "off")
                .start()) {
            var on = new StoreOnPostgres(server.getPostgresDatabase());
            var payload = payload();
            var payloads = new PayloadStore(on.jdbc);
            payloads.save(List.of(payload));
            var call = request(on, payload);
            var sealer = new Sealer(
                    on.jdbc,
                    new TransactionTemplate(new JdbcTransactionManager(on.dataSource)),
                    Clock.systemUTC(),
                    SigningKey.in(directory.resolve("keys")));
            sealer.sealAll();
            var stored = on.jdbc.queryForObject("select content from payload", byte[].class);
            var key = on.jdbc.queryForObject("select key from payload_key", byte[].class);
            on.jdbc.execute("checkpoint");
            assertThat(filesWith(data, stored)).isNotEmpty();
            assertThat(filesWith(data, key)).isNotEmpty();
            assertThat(filesWith(data, payload.salt())).isNotEmpty();
            assertThat(filesWith(data, payload.content())).isEmpty();

            var erasure = new PayloadErasure(on.jdbc, payloads);
            erasure.eraseOf(List.of(call));
            erasure.rewriteKeys("payload");
            on.jdbc.execute("select pg_switch_wal()");
            on.jdbc.execute("checkpoint");

            assertThat(filesWith(data, stored)).isEmpty();
            assertThat(filesWith(data, key)).isEmpty();
            assertThat(filesWith(data, payload.salt())).isEmpty();
            var verified = new StoredTrail(on.jdbc).verify(Set.of(), List.of());
            assertThat(verified.isValid()).isTrue();
            assertThat(verified.events()).isEqualTo(1);
        }
    }

    /** Incompressible, and small enough to lie in one piece. */
    private static Payload payload() {
        var marker = new byte[300];
        RANDOM.nextBytes(marker);
        return Payload.of(Generators.timeBasedEpochGenerator().generate(), "application/json", marker, RANDOM);
    }

    private static String request(StoreOnPostgres on, Payload payload) {
        var id = new InvocationId(UUID.randomUUID());
        var event = new InvocationRequested(
                id, new FunctionName("hello"), 1, 1, payload.ref(), Instant.EPOCH, Instant.EPOCH, null);
        on.transactions.executeInTransaction(() -> on.engine.appendEvents(
                List.of(new GenericDomainEventMessage<>("Invocation", id.toString(), 0, event))));
        return id.toString();
    }

    private static List<Path> filesWith(Path directory, byte[] bytes) throws IOException {
        var wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(wanted))
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException goneMeanwhile) {
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
