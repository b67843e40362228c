package io.cloudfunc.command.secret;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the keys come from that secrets are encrypted with.
 *
 * @param key the keys themselves, 64 hexadecimal digits each, the present one first; default: those of the file
 * @param keyFile where they are kept, readable by its owner only; default {@code secrets.key} in
 *     {@code cloudfunc.data-dir}, if that is set. Made with a new key where it is missing
 */
@ConfigurationProperties("cloudfunc.secrets")
record SecretSettings(@Nullable String key, @Nullable Path keyFile) {

    @Override
    public String toString() {
        return "SecretSettings[keyFile=" + keyFile + "]";
    }
}
