package io.cloudfunc.command.key;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the administrator's key comes from.
 *
 * @param adminKey the key itself; default: that of the file
 * @param adminKeyFile where it is kept, readable by its owner only; default {@code admin.key} in
 *     {@code cloudfunc.data-dir}, if that is set
 */
@ConfigurationProperties("cloudfunc.identity")
record AdministratorSettings(
        @Nullable String adminKey, @Nullable Path adminKeyFile) {

    @Override
    public String toString() {
        return "AdministratorSettings[adminKeyFile=" + adminKeyFile + "]";
    }
}
