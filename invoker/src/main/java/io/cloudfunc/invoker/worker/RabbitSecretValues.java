package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.secret.SealedBox;
import io.cloudfunc.api.secret.SecretName;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.invoker.engine.EngineAwayException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;

/** Asks the command side; the broker sees nothing but what is sealed to this process's own key. */
final class RabbitSecretValues implements SecretValues {

    /** 20 s: a start waits for it. */
    static final int QUESTIONS = 4;

    private final KeyPair keys = SealedBox.newKeys();
    private final RabbitQuestions questions;

    RabbitSecretValues(RabbitQuestions questions) {
        this.questions = questions;
    }

    @Override
    public Optional<byte[]> fetch(SecretName secret) {
        var question = new Frame(
                secret.value().getBytes(StandardCharsets.UTF_8),
                List.of(keys.getPublic().getEncoded()));
        try {
            return questions.ask(question.encode()).map(box -> SealedBox.open(box, keys, secret.toString()));
        } catch (UnansweredException nobody) {
            throw new EngineAwayException("secret %s cannot be had now".formatted(secret), nobody);
        }
    }
}
