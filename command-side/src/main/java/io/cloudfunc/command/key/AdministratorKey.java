package io.cloudfunc.command.key;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.command.OwnersFile;
import io.cloudfunc.identity.ApiKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * The key with which everything begins: the given one, else that of the key file, which is made where it is missing. Who
 * lost or revoked it deletes the file and starts the server again.
 */
@Component
class AdministratorKey implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AdministratorKey.class);

    private final AdministratorSettings settings;
    private final String dataDirectory;
    private final Keys keys;

    AdministratorKey(AdministratorSettings settings, @Value("${cloudfunc.data-dir:}") String dataDirectory, Keys keys) {
        this.settings = settings;
        this.dataDirectory = dataDirectory;
        this.keys = keys;
    }

    /** Before the server is told to be ready. */
    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.adminKey() != null) {
            issue(settings.adminKey(), "cloudfunc.identity.admin-key");
        } else if (settings.adminKeyFile() != null) {
            issueOf(settings.adminKeyFile());
        } else if (!dataDirectory.isEmpty()) {
            issueOf(Path.of(dataDirectory, "admin.key"));
        } else {
            LOG.warn("There is no administrator key: set cloudfunc.identity.admin-key, or .admin-key-file");
        }
    }

    private void issueOf(Path file) {
        issue(OwnersFile.read(file, () -> ApiKey.next(new SecureRandom()).text()), file.toString());
    }

    private void issue(String text, String from) {
        var key = ApiKey.parse(text.strip())
                .orElseThrow(() -> new InvalidValueException(from, "something else", "a key, cf_<12 hex>_<64 hex>"));
        keys.issue(key, "administrator", Set.of(Role.ADMIN), Namespaces.ALL, null);
        LOG.info("The administrator's key is {}", key.id());
    }
}
