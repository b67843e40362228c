package io.cloudfunc.standalone;

import io.cloudfunc.command.OwnersFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Who gets into the embedded PostgreSQL: who has its password. Other users of the machine reach its port and its socket,
 * and as its administrator they would be us. The password, and the rule that it is asked for, are files beside its
 * directory; the password's is for its owner only.
 */
record PostgresDoor(Path directory, String password) {

    static final String USER = "postgres";

    /** Over loopback; nobody through the socket, which lies in a directory of all. */
    private static final String RULES = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private static final int PASSWORD_BYTES = 20;

    /** @param unguarded starts the server there as it was before there was a password, if it was */
    static PostgresDoor of(Path directory, EmbeddedPostgres.Builder unguarded) throws IOException {
        var file = beside(directory, "password");
        if (Files.notExists(file) && Files.exists(directory.resolve("PG_VERSION"))) {
            var fresh = fresh();
            setPassword(unguarded, fresh);
            OwnersFile.read(file, () -> fresh);
        }
        Files.writeString(beside(directory, "hba"), RULES);
        return new PostgresDoor(
                directory, OwnersFile.read(file, PostgresDoor::fresh).strip());
    }

    /** The first start sets the password, and all starts ask for it. */
    EmbeddedPostgres.Builder guard(EmbeddedPostgres.Builder server) {
        return server.setConnectConfig("password", password)
                .setLocaleConfig("pwfile", beside(directory, "password").toString())
                .setServerConfig("hba_file", "'" + beside(directory, "hba") + "'");
    }

    /** Where there was none: whoever came over loopback was let in. */
    private static void setPassword(EmbeddedPostgres.Builder unguarded, String password) throws IOException {
        try (var server = unguarded.start();
                var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter role %s password '%s'".formatted(USER, password));
        } catch (SQLException refused) {
            throw new IOException("PostgreSQL takes no password", refused);
        }
    }

    /** Of a server that runs. */
    static String passwordOf(Path directory) throws IOException {
        return Files.readString(beside(directory, "password")).strip();
    }

    private static Path beside(Path directory, String what) {
        return directory.resolveSibling(directory.getFileName() + "." + what);
    }

    private static String fresh() {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "PostgresDoor[" + directory + "]";
    }
}
