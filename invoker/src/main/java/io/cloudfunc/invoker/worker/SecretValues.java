package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.invoker.engine.EngineAwayException;
import java.util.Optional;

/** Where secrets are stored. */
interface SecretValues {

    /**
     * Empty if there is no such secret. Blocks.
     *
     * @throws EngineAwayException if nobody answers now
     */
    Optional<byte[]> fetch(SecretName secret);
}
