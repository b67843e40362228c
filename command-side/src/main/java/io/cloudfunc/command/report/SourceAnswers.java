package io.cloudfunc.command.report;

import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.store.SourceStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;

/** Source archives by hash, for workers that may run a function that has it. */
final class SourceAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SourceAnswers.class);

    private final QueueNames names;
    private final SourceStore sources;

    SourceAnswers(QueueNames names, SourceStore sources) {
        this.names = names;
        this.sources = sources;
    }

    Optional<byte[]> to(Message question) {
        var hash = new String(question.getBody(), StandardCharsets.US_ASCII);
        if (mayHave(hash, question.getMessageProperties().getReceivedExchange())) {
            return sources.find(hash);
        }
        LOG.warn("A worker of another namespace asks for source {} and gets nothing", hash);
        return Optional.empty();
    }

    /** Where no namespace has workers of its own, every worker may have every source. */
    private boolean mayHave(String hash, @Nullable String exchange) {
        return names.ownQueues().isEmpty()
                || sources.functionsWith(hash).stream().anyMatch(function -> names.maySpeakOf(function, exchange));
    }
}
