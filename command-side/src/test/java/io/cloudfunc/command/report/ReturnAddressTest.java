package io.cloudfunc.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;

class ReturnAddressTest {

    private static final String DIRECT = "amq.rabbitmq.reply-to.g2dkABByYWJiaXRAbG9jYWxob3N0";

    @Test
    void is_where_the_broker_hands_answers_to_who_asked() {
        assertThat(ReturnAddress.in(question(DIRECT, "1"))).hasValue(new ReturnAddress(DIRECT, "1"));
    }

    @Test
    void is_no_queue_into_which_a_worker_would_have_us_write() {
        assertThat(ReturnAddress.in(question("cloudfunc.tasks", "1"))).isEmpty();
        assertThat(ReturnAddress.in(question("cloudfunc.orders.w1", "1"))).isEmpty();
    }

    @Test
    void is_none_without_both_parts() {
        assertThat(ReturnAddress.in(question(null, "1"))).isEmpty();
        assertThat(ReturnAddress.in(question(DIRECT, null))).isEmpty();
    }

    private static Message question(@Nullable String replyTo, @Nullable String correlation) {
        return MessageBuilder.withBody(new byte[0])
                .setReplyTo(replyTo)
                .setCorrelationId(correlation)
                .build();
    }
}
