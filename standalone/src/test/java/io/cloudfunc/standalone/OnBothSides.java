package io.cloudfunc.standalone;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.command.CommandSide;
import io.cloudfunc.identity.ApiKey;
import io.cloudfunc.identity.KeyTable;
import io.cloudfunc.query.QuerySide;
import io.cloudfunc.store.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** All routes there are, on a real database and broker; nothing runs functions. One for all tests that extend it. */
@SpringBootTest(classes = OnBothSides.BothSides.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class OnBothSides {

    @Autowired
    KeyTable table;

    @LocalServerPort
    int port;

    final HttpClient http = HttpClient.newHttpClient();
    final SecureRandom random = new SecureRandom();

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry properties) {
        OutboundConnections.hear();
        var rabbit = RealParts.rabbit();
        properties.add("spring.datasource.url", TestPostgres::url);
        properties.add("spring.rabbitmq.addresses", rabbit::toString);
        properties.add("cloudfunc.secrets.key", () -> "0".repeat(64));
        properties.add("server.tomcat.connection-timeout", () -> "2s");
        properties.add("server.tomcat.keep-alive-timeout", () -> "20s");
        properties.add("cloudfunc.invocation.longest-wait", () -> "3s");
        properties.add("cloudfunc.broker.prefix", RealParts::freshInstallation);
        properties.add("cloudfunc.data-dir", () -> "target/data");
    }

    URI server() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** @param expiresAt null: never */
    ApiKey issue(Instant expiresAt, Role... roles) {
        return issue(Namespaces.ALL, expiresAt, roles);
    }

    ApiKey issue(Namespaces namespaces, Instant expiresAt, Role... roles) {
        var key = ApiKey.next(random);
        table.save(key.id(), "tests", Set.of(roles), namespaces, key.hash(), Instant.EPOCH, expiresAt);
        return key;
    }

    @EnableAutoConfiguration
    @Import({CommandSide.class, QuerySide.class})
    static class BothSides {}
}
