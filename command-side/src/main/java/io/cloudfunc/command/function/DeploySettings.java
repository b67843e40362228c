package io.cloudfunc.command.function;

import io.cloudfunc.api.problem.InvalidValueException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of deploys, {@code cloudfunc.deploy.*}.
 *
 * @param maxSource largest source archive, 1 B to 60 MiB, since it travels to workers as one message and the broker's clients
 *     take none above 64 MiB; default 10 MiB
 */
@ConfigurationProperties("cloudfunc.deploy")
record DeploySettings(@DefaultValue("10MB") DataSize maxSource) {

    private static final DataSize MOST = DataSize.ofMegabytes(60);

    DeploySettings {
        if (maxSource.toBytes() < 1 || maxSource.compareTo(MOST) > 0) {
            throw new InvalidValueException("cloudfunc.deploy.max-source", maxSource, "1B to 60MB");
        }
    }
}
