package io.cloudfunc.command.secret;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.secret.RemoveSecret;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.secret.StoreSecret;
import io.cloudfunc.identity.SecretTable;
import io.cloudfunc.identity.SecretTable.Row;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps secrets encrypted. A value is in the database in the commit of its event. */
final class Secrets {

    static final int LARGEST = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final CommandGateway commands;
    private final SecretTable table;
    private final MasterKeys keys;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Secrets(
            CommandGateway commands,
            SecretTable table,
            MasterKeys keys,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.commands = commands;
        this.table = table;
        this.keys = keys;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The version that the value is. */
    int store(SecretName name, byte[] value) {
        if (value.length == 0) {
            throw new InvalidValueException("body", "nothing", "the secret's value, 1 to %,d bytes".formatted(LARGEST));
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            var now = clock.instant();
            int version = commands.<Integer>sendAndWait(new StoreSecret(name, now));
            table.save(new Row(name, version, keys.current(), keys.encrypt(value, owner(name, version)), now));
            return version;
        }));
    }

    void remove(SecretName name) {
        transaction.executeWithoutResult(status -> {
            commands.sendAndWait(new RemoveSecret(name, clock.instant()));
            table.remove(name);
        });
    }

    Optional<byte[]> value(SecretName name) {
        return table.find(name).map(this::value);
    }

    private byte[] value(Row row) {
        return keys.decrypt(row.keyId(), row.sealed(), owner(row.name(), row.version()));
    }

    /** What an older key encrypted is encrypted with the present one. */
    void encryptAnew() {
        table.all().stream().filter(row -> !keys.isCurrent(row.keyId())).forEach(row -> {
            table.save(new Row(
                    row.name(),
                    row.version(),
                    keys.current(),
                    keys.encrypt(value(row), owner(row.name(), row.version())),
                    row.storedAt()));
            LOG.info("{} is encrypted with key {} now", row.name(), keys.current());
        });
    }

    private static String owner(SecretName name, int version) {
        return "%s version %d".formatted(name, version);
    }
}
