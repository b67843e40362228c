package io.cloudfunc.command.report;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/** Takes reports from the broker, and knows whether it does. */
final class ReportListener extends DirectMessageListenerContainer {

    ReportListener(ConnectionFactory broker) {
        super(broker);
    }

    /** Asks nobody: a broker may take seconds to say who consumes a queue that was just made. */
    boolean isTakingReports() {
        consumersLock.lock();
        try {
            return consumers.stream().anyMatch(consumer -> consumer.getChannel().isOpen());
        } finally {
            consumersLock.unlock();
        }
    }
}
