package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivatePostgresIT {

    private static final String PASSWORD_MISSING = "08004";
    private static final String PASSWORD_WRONG = "28P01";
    private static final int PROTOCOL = 3 << 16;

    @TempDir
    Path directory;

    @Test
    void starts_again_with_its_data_at_the_same_address_after_it_was_killed() throws Exception {
        var data = directory.resolve("postgres");
        try (var postgres = PrivatePostgres.startIn(data)) {
            execute(postgres, "create table kept as select 42 as answer");

            serverIn(data).destroyForcibly();

            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(answer(postgres, "select answer from kept"))
                            .isEqualTo(42));
        }
    }

    @Test
    void stays_down_when_it_is_closed() throws Exception {
        var data = directory.resolve("postgres");
        var postgres = PrivatePostgres.startIn(data);
        var server = serverIn(data);

        postgres.close();

        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void lets_nobody_in_without_its_password_which_only_its_owner_can_read() throws Exception {
        var data = directory.resolve("with space").resolve("postgres");
        try (var postgres = PrivatePostgres.startIn(data)) {
            assertThat(refusal(postgres, "")).isEqualTo(PASSWORD_MISSING);
            assertThat(refusal(postgres, "postgres")).isEqualTo(PASSWORD_WRONG);
            assertThat(throughSocket(postgres)).contains("no pg_hba.conf entry");
            assertThat(answer(postgres, "select 42")).isEqualTo(42);
        }
        var file = data.resolveSibling("postgres.password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void asks_for_a_password_where_earlier_versions_asked_for_none() throws Exception {
        var data = directory.resolve("postgres");
        try (var earlier = EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start();
                var connection = earlier.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("create table kept as select 42 as answer");
        }

        try (var postgres = PrivatePostgres.startIn(data)) {
            assertThat(refusal(postgres, "")).isEqualTo(PASSWORD_MISSING);
            assertThat(answer(postgres, "select answer from kept")).isEqualTo(42);
        }
        try (var postgres = PrivatePostgres.startIn(data)) {
            assertThat(answer(postgres, "select answer from kept")).isEqualTo(42);
        }
    }

    /** The state that PostgreSQL refuses with; fails if it lets in. */
    private static String refusal(PrivatePostgres postgres, String password) {
        return catchThrowableOfType(
                        SQLException.class,
                        () -> DriverManager.getConnection(postgres.url(), PostgresDoor.USER, password)
                                .close())
                .getSQLState();
    }

    /** What PostgreSQL says to who comes through its socket: a startup message, and the refusal. */
    private static String throughSocket(PrivatePostgres postgres) throws IOException {
        var port = postgres.url().replaceFirst(".*:([0-9]+)/.*", "$1");
        var words = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
        var hello = ByteBuffer.allocate(8 + words.length)
                .putInt(8 + words.length)
                .putInt(PROTOCOL)
                .put(words)
                .flip();
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of("/tmp/.s.PGSQL." + port))) {
            socket.write(hello);
            var answer = ByteBuffer.allocate(1_024);
            socket.read(answer);
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
    }

    private static ProcessHandle serverIn(Path data) throws Exception {
        var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void execute(PrivatePostgres postgres, String sql) throws SQLException {
        try (var connection = connection(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(PrivatePostgres postgres, String query) throws SQLException {
        try (var connection = connection(postgres);
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static Connection connection(PrivatePostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), PostgresDoor.USER, postgres.password());
    }
}
