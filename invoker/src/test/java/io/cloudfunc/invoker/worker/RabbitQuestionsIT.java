package io.cloudfunc.invoker.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudfunc.invoker.broker.BrokerConnections;
import io.cloudfunc.invoker.broker.TestBroker;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;

class RabbitQuestionsIT {

    private final TestBroker broker = new TestBroker();
    private final BrokerConnections connections = broker.connections();
    private final String queue = broker.names().payloads();

    @AfterEach
    void close() {
        connections.close();
        broker.close();
    }

    @Test
    void brings_the_answer() throws Exception {
        try (var questions = questions(1)) {
            var answer = CompletableFuture.supplyAsync(() -> questions.ask("which?"));

            var question = broker.receive(queue);
            assertThat(question.getBody()).asString().isEqualTo("which?");
            answer(question, "this");

            assertThat(answer.get()).map(bytes -> new String(bytes, UTF_8)).contains("this");
        }
    }

    @Test
    void a_question_that_nobody_took_in_time_is_not_there_for_who_comes_later() {
        try (var questions = questions(1)) {
            assertThatThrownBy(() -> questions.ask("which?")).isInstanceOf(UnansweredException.class);
        }

        await().until(() -> broker.waiting(queue) == 0);
    }

    @Test
    void asks_only_so_much_at_a_time_and_all_in_the_end() {
        try (var questions = questions(2);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 6)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> questions.ask("which?"), threads))
                    .toList();
            var first = broker.receive(queue);
            var second = broker.receive(queue);
            assertThat(broker.template().receive(queue, 500)).isNull();

            answer(first, "this");
            answer(second, "this");
            IntStream.range(2, 6).forEach(number -> answer(broker.receive(queue), "this"));

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isPresent());
        }
    }

    private RabbitQuestions questions(int atOnce) {
        var assignment = new Assignment(broker.names(), Set.of());
        return new RabbitQuestions(connections, assignment, queue, 1, atOnce, () -> false);
    }

    private void answer(Message question, String answer) {
        var asked = question.getMessageProperties();
        broker.template()
                .send(
                        "",
                        asked.getReplyTo(),
                        MessageBuilder.withBody(answer.getBytes(UTF_8))
                                .setCorrelationId(asked.getCorrelationId())
                                .build());
    }
}
