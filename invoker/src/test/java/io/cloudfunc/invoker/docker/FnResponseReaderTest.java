package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FnResponseReaderTest {

    private static final int LIMIT = 10;

    @Test
    void reads_an_answer_of_a_known_length() throws IOException {
        var response = read("""
                HTTP/1.1 200 OK\r
                Content-Type: application/json\r
                Content-Length: 4\r
                CloudFunc-Log-Bytes: 17\r
                \r
                true""");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(response.body()).asString(UTF_8).isEqualTo("true");
        assertThat(response.logBytes()).hasValue(17);
        assertThat(response.took()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "text/html Set-Cookie: a=b",
                "text/html\rSet-Cookie: a=b",
                "text/plain; charset=nonsense",
                "*/*",
                "text/\u00e4"
            })
    void takes_nothing_for_a_type_that_nobody_could_read(String type) throws IOException {
        var response = read("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n".formatted(type));

        assertThat(response.contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void reads_an_answer_in_chunks() throws IOException {
        var response = read("HTTP/1.1 502 x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n2\r\nue\r\n0\r\n\r\n");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body()).asString(UTF_8).isEqualTo("true");
        assertThat(response.contentType()).isEqualTo("application/octet-stream");
        assertThat(response.logBytes()).isEmpty();
    }

    @Test
    void skips_answers_that_only_announce_one() throws IOException {
        var response = read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void reads_one_answer_after_another() throws IOException {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
        var reader = reader(answer + "a");

        reader.read(System.nanoTime());

        assertThat(reader.isReusable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na",
                "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na"
            })
    void reuses_no_connection_that_says_more_than_asked_or_is_to_be_closed(String answer) throws IOException {
        var reader = reader(answer);

        reader.read(System.nanoTime());

        assertThat(reader.isReusable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n",
                "HTTP/1.1 502 no\r\nContent-Length: 11\r\n\r\n01234567890"
            })
    void refuses_a_body_over_the_limit(String answer) {
        assertThatThrownBy(() -> read(answer))
                .isInstanceOf(OutputTooLargeException.class)
                .hasMessageContaining("10 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 ready for mail\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 two hundred\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nuntil the end",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
            })
    void refuses_what_is_no_answer(String bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(BrokenAnswerException.class);
    }

    @Test
    void refuses_endless_headers() {
        var line = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000);
        var lines = "HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(1_000);

        assertThatThrownBy(() -> read(line)).isInstanceOf(BrokenAnswerException.class);
        assertThatThrownBy(() -> read(lines)).isInstanceOf(BrokenAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 2",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntr",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntr",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntrue\r\n"
            })
    void tells_an_answer_that_broke_off_from_one_that_is_wrong(String bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(EOFException.class);
    }

    private static FnResponse read(String bytes) throws IOException {
        return reader(bytes).read(System.nanoTime());
    }

    private static FnResponseReader reader(String bytes) {
        return new FnResponseReader(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)), LIMIT);
    }
}
