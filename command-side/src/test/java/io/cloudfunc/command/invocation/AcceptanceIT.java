package io.cloudfunc.command.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.IdSource;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.CodeIdentity;
import io.cloudfunc.api.function.DeployFunction;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.api.problem.Rejection;
import io.cloudfunc.api.report.RecordRevisionReady;
import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.command.Calls;
import io.cloudfunc.command.CommandSide;
import io.cloudfunc.command.RealParts;
import io.cloudfunc.command.Worker;
import io.cloudfunc.command.commit.GroupCommit;
import io.cloudfunc.command.commit.Unheard;
import io.cloudfunc.command.function.ServingRevisions;
import io.cloudfunc.store.EventHistory;
import io.cloudfunc.store.PayloadStore;
import io.cloudfunc.store.web.RejectionIn;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = AcceptanceIT.Application.class, webEnvironment = WebEnvironment.NONE)
class AcceptanceIT {

    private static final RealParts PARTS = new RealParts();
    private static final FunctionName HELLO = new FunctionName("hello");

    @Autowired
    CommandBus commands;

    @Autowired
    PayloadStore payloads;

    @Autowired
    TransactionManager transactions;

    @Autowired
    ServingRevisions serving;

    @Autowired
    EventHistory history;

    @Autowired
    InvocationSettings settings;

    @Autowired
    IdSource ids;

    private static Worker worker;
    private @Nullable GroupCommit started;

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry properties) {
        PARTS.tell(properties);
    }

    @BeforeEach
    void play(
            @Autowired QueueNames names,
            @Autowired RabbitTemplate broker,
            @Autowired AmqpAdmin admin,
            @Autowired JsonMapper json) {
        worker = new Worker(names, broker, admin, json);
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.stop();
        }
    }

    @AfterAll
    static void tidyUp() {
        worker.tidyUp();
    }

    @BeforeEach
    void deploy(@Autowired CommandGateway gateway) {
        var image = new Code.Image(new ImageReference("registry/hello:1"), null);
        gateway.sendAndWait(new DeployFunction(HELLO, image, Settings.DEFAULT, Calls.NOON));
        gateway.sendAndWait(
                new RecordRevisionReady(HELLO, 1, 1, new CodeIdentity("sha256:1234", null), Calls.WORKER, Calls.NOON));
    }

    @Test
    void a_call_whose_commit_nobody_heard_of_is_accepted_if_it_is_stored() {
        var acceptance = acceptance(Unheard.commits(commands, payloads, transactions));
        var id = acceptance.nextId();

        var accepted = acceptance.accept(id, HELLO, body(), null);

        assertThat(accepted.invocation()).isEqualTo(id);
        assertThat(history.of(id.toString())).hasSize(1);
        assertThat(payloads.find(accepted.payload().id())).isPresent();
    }

    @Test
    void a_call_whose_commit_nobody_heard_of_is_refused_as_unavailable_if_it_is_not_stored() {
        var acceptance = acceptance(Unheard.rollbacks(commands, payloads, transactions));
        var id = acceptance.nextId();

        assertThatThrownBy(() -> acceptance.accept(id, HELLO, body(), null))
                .satisfies(refused ->
                        assertThat(RejectionIn.causesOf(refused)).containsInstanceOf(Rejection.Unavailable.class));

        assertThat(history.of(id.toString())).isEmpty();
    }

    @Test
    void a_call_at_the_stop_is_refused_as_unavailable() {
        var stopped = Unheard.commits(commands, payloads, transactions);
        var acceptance = new Acceptance(serving, stopped, history, settings, ids, Clock.systemUTC());

        assertThatThrownBy(() -> acceptance.accept(acceptance.nextId(), HELLO, body(), null))
                .hasRootCauseInstanceOf(RejectedException.class)
                .hasRootCauseMessage(new Rejection.Unavailable("CloudFunc", "it is stopping").detail());
    }

    private Acceptance acceptance(GroupCommit commit) {
        commit.start();
        started = commit;
        return new Acceptance(serving, commit, history, settings, ids, Clock.systemUTC());
    }

    private Body body() {
        var request = new MockHttpServletRequest();
        request.setContent(new byte[] {1, 2, 3});
        return new Body(request, 100);
    }

    @EnableAutoConfiguration
    @Import(CommandSide.class)
    static class Application {}
}
