package io.cloudfunc.store.trail;

import io.cloudfunc.trail.SigningKey;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key for checkpoints lies, and whose checkpoints are expected.
 *
 * @param dataDir what the process keeps on disk is below it; default {@code data}, below the working directory
 * @param audit of the chain
 */
@ConfigurationProperties("cloudfunc")
record AuditSettings(
        @DefaultValue("data") Path dataDir, @DefaultValue Audit audit) {

    /**
     * @param signers of checkpoints that are expected beside this process's own, {@code sha256:…} each; default none
     */
    record Audit(@DefaultValue Set<String> signers) {

        Audit {
            signers = Set.copyOf(signers);
        }
    }

    Path keys() {
        return dataDir.toAbsolutePath().normalize().resolve("audit");
    }

    /** None if this process has no key and was told of none: then any signer passes, and is shown. */
    Set<String> knownSigners() {
        var known = new HashSet<>(audit.signers());
        SigningKey.fingerprintIn(keys()).ifPresent(known::add);
        return known;
    }
}
