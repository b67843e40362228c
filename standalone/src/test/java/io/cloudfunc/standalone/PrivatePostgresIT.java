package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivatePostgresIT {

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
                    .untilAsserted(() -> assertThat(answer(postgres)).isEqualTo(42));
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

    private static ProcessHandle serverIn(Path data) throws Exception {
        var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void execute(PrivatePostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(PrivatePostgres postgres) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement();
                var result = statement.executeQuery("select answer from kept")) {
            result.next();
            return result.getInt(1);
        }
    }
}
