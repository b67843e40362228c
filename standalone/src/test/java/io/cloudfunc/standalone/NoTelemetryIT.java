package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.identity.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** No part reports to its vendor, or to anybody. */
class NoTelemetryIT extends OnBothSides {

    @Test
    void nothing_connects_to_anything_but_this_machine() throws Exception {
        var request = HttpRequest.newBuilder(server().resolve("/v1/functions"))
                .header("Authorization", "Bearer " + issue(null, Role.READ).text())
                .build();
        http.send(request, BodyHandlers.discarding());

        assertThat(OutboundConnections.heard())
                .isNotEmpty()
                .extracting(URI::getHost)
                .allSatisfy(host -> assertThat(host).matches("localhost|127\\..*|\\[?::1]?"));
    }
}
