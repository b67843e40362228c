package io.cloudfunc.invoker.worker;

import java.util.Optional;

/** Asks the command side, which has the database. */
final class RabbitSourceArchives implements SourceArchives {

    private final RabbitQuestions questions;

    RabbitSourceArchives(RabbitQuestions questions) {
        this.questions = questions;
    }

    @Override
    public Optional<byte[]> fetch(String sha256) {
        try {
            return questions.ask(sha256);
        } catch (UnansweredException nobody) {
            throw new SourceUnavailableException(sha256, nobody);
        }
    }
}
