package io.cloudfunc.command;

import io.cloudfunc.store.LoopbackProxy;
import io.cloudfunc.store.TestPostgres;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A real PostgreSQL and a real RabbitMQ for one application, each of which goes away when the test says so. */
public final class RealParts {

    private static final String JDBC = "jdbc:";

    private final URI postgres = URI.create(TestPostgres.url().substring(JDBC.length()));
    private final URI rabbit = rabbit();
    private final LoopbackProxy database = LoopbackProxy.before(postgres.getHost(), postgres.getPort());
    private final LoopbackProxy broker = LoopbackProxy.before(rabbit.getHost(), rabbit.getPort());
    private final String prefix = "it-" + UUID.randomUUID();

    private static URI rabbit() {
        return Optional.ofNullable(System.getenv("CLOUDFUNC_TEST_RABBIT"))
                .map(URI::create)
                .orElseThrow(() -> new IllegalStateException(
                        "CLOUDFUNC_TEST_RABBIT is not set: this test needs a real RabbitMQ; run ./cloudfunc test"));
    }

    public void tell(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> JDBC + through(database, postgres));
        properties.add(
                "spring.rabbitmq.addresses", () -> through(broker, rabbit).toString());
        properties.add("cloudfunc.broker.prefix", () -> prefix);
        properties.add("cloudfunc.data-dir", () -> "target/data");
    }

    private static URI through(LoopbackProxy proxy, URI server) {
        return URI.create(
                server.toString().replace(server.getHost() + ":" + server.getPort(), "127.0.0.1:" + proxy.port()));
    }

    public LoopbackProxy database() {
        return database;
    }

    public LoopbackProxy broker() {
        return broker;
    }
}
