import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;

/** A PostgreSQL on loopback for the tests of docker-compose.yml: {@code java TestPostgres.java PORT DIRECTORY}. */
void main(String... arguments) throws Exception {
    EmbeddedPostgres.builder()
            .setPort(Integer.parseInt(arguments[0]))
            .setDataDirectory(Path.of(arguments[1]))
            .setCleanDataDirectory(true)
            .start();
    Thread.currentThread().join();
}
