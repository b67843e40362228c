package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.identity.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that something is wrong with, over all routes of the OpenAPI document: never a fault of ours, always a problem, and the next one is served. */
class BadRequestsIT extends OnBothSides {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}).*", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\"type\":\"urn:cloudfunc:problem:[a-z-]+\"");
    private static final int LONGEST_ANSWER = 100_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private String key;
    private String reader;

    @BeforeEach
    void issueKeys() {
        key = issue(null, Role.ADMIN).text();
        reader = issue(null, Role.READ).text();
    }

    @Test
    void bad_requests_of_500_kinds_are_refused_and_the_next_good_one_is_served() throws Exception {
        assertThat(amiss(500, 1)).isEmpty();
    }

    @Test
    @Tag("long")
    void bad_requests_of_10_000_kinds_are_refused_and_leave_nothing_behind() throws Exception {
        assertThat(amiss(1_000, 2)).isEmpty();
        var before = used();

        assertThat(amiss(10_000, 3)).isEmpty();

        assertThat(used() - before).isLessThan(32L << 20);
    }

    @Test
    void a_path_that_is_refused_is_told_with_a_problem_though_the_parts_of_its_body_break_off() throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(
                            "GET /v1/functions/;a=b HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100\r\n\r\n[]"
                                    .formatted(key)
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            var answer = read(socket);

            assertThat(answer).startsWith("HTTP/1.1 400");
            assertThat(fault(answer)).isEmpty();
        }
    }

    @Test
    void who_sends_a_body_too_slowly_is_refused_and_others_are_served_meanwhile() throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(
                            "POST /v1/keys HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                                    .formatted(key)
                                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(goodStatus()).isEqualTo(200);
            assertThat(fault(new String(socket.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    private List<String> amiss(int requests, long seed) throws Exception {
        var random = new Random(seed);
        var operations = operations();
        var amiss = new ArrayList<String>();
        for (var i = 0; i < requests && amiss.size() < 20; i++) {
            var request = BadRequest.of(random, operations, key);
            var fault = fault(answer(request));
            if (!fault.isEmpty()) {
                amiss.add("%s%n-> %s".formatted(request, fault));
            }
            if (goodStatus() != 200) {
                amiss.add("a good request was not served after " + request);
            }
        }
        return amiss;
    }

    /** What is wrong with the answer; hanging up on what is no HTTP, or breaks off, is no fault. */
    private static String fault(String answer) {
        var status = STATUS.matcher(answer);
        if (answer.isEmpty()) {
            return "";
        }
        if (!status.matches()) {
            return answer;
        }
        var code = Integer.parseInt(status.group(1));
        var ok = code < 400
                || (code < 500
                        && answer.contains("Content-Type: application/problem+json")
                        && TYPE.matcher(answer).find());
        return ok ? "" : answer;
    }

    private String answer(BadRequest request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request.bytes());
                socket.shutdownOutput();
            } catch (SocketException answeredBeforeTheEnd) {
                return read(socket);
            }
            return read(socket);
        }
    }

    private static String read(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        } catch (SocketException hungUp) {
            return "";
        }
    }

    private int goodStatus() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server().resolve("/v1/functions?limit=1"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + reader)
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** All but the page for people, the one that reads all that there is, and the one that never ends. */
    private List<ApiDescription.Operation> operations() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server().resolve("/v1/openapi.json"))
                .header("Authorization", "Bearer " + reader)
                .build();
        return ApiDescription.of(http.send(request, BodyHandlers.ofString()).body())
                .operations()
                .filter(operation -> !operation.route().matches(".* /login|.*/audit/reconcile|.*/v1/stream"))
                .toList();
    }
}
