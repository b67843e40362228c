package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.wire.ClaimQuestion;
import io.cloudfunc.invoker.broker.WireJson;
import java.nio.charset.StandardCharsets;

/** Asks the command side, which answers once it is stored. */
final class RabbitAttemptClaims implements AttemptClaims {

    /**
     * Ten minutes: while the command side cannot store the answer nothing else can be done either, and a request that goes
     * back too often is dead.
     */
    static final int QUESTIONS = 120;

    private final RabbitQuestions questions;
    private final WireJson json;

    RabbitAttemptClaims(RabbitQuestions questions, WireJson json) {
        this.questions = questions;
        this.json = json;
    }

    @Override
    public boolean mayBegin(ClaimQuestion question) {
        try {
            return questions
                    .ask(json.write(question))
                    .map(answer -> Boolean.parseBoolean(new String(answer, StandardCharsets.US_ASCII)))
                    .orElse(false);
        } catch (UnansweredException nobody) {
            throw new ClaimUnansweredException(question.claim().invocation(), nobody);
        }
    }
}
