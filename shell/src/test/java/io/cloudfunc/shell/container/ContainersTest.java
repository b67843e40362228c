package io.cloudfunc.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainersTest {

    private static final String TWO = """
            {"items":[{"id":"55a0f0cfdebf0f3bd899f16cebba2d0ad12c2685559966884ba9e5ae62b39778","function":"hello",\
            "revision":1,"worker":"w-1","state":"WARM","lease":5,"lastUsedAt":"2026-01-02T03:04:00Z",\
            "expiresAt":"2026-01-02T03:04:55.75Z"},\
            {"id":"66","function":"slow","revision":2,"worker":"w-1","state":"BUSY","lease":1,"lastUsedAt":null,\
            "expiresAt":null}],"next":null}""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void lists_containers_with_the_time_until_they_expire() {
        server.on("GET /v1/containers", Answer.json(TWO));

        var ran = Cli.of(server).run("containers");

        assertThat(ran.stdout()).isEqualTo("""
                CONTAINER     FUNCTION  REVISION  STATE  USES  EXPIRES IN  LAST USED            WORKER
                55a0f0cfdebf  hello            1  WARM      5      50.8 s  2026-01-02 08:34:00  w-1
                66            slow             2  BUSY      1                                   w-1
                """);
        assertThat(ran.code()).isZero();
    }

    @Test
    void prints_the_servers_own_json() {
        server.on("GET /v1/containers?function=hello", Answer.json(TWO));

        assertThat(Cli.of(server).run("containers", "-f", "hello", "-o", "json").stdout())
                .isEqualTo(TWO + "\n");
    }

    @Test
    void shows_them_again_each_second_until_it_is_ended() {
        var gone = Answer.problem(503, "database-down", "The database is down");
        server.on("GET /v1/containers", Answer.json(TWO), Answer.json(TWO), gone);

        var cli = Cli.of(server).terminal(60);
        var ran = cli.run("containers", "--watch");

        assertThat(ran.stdout().split("\u001b\\[H\u001b\\[J"))
                .satisfiesExactly(
                        none -> assertThat(none).isEmpty(),
                        first -> assertThat(first).contains("50.8 s"),
                        second -> assertThat(second).contains("49.8 s"));
        assertThat(cli.time().passed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(ran.code()).isEqualTo(4);
    }

    @Test
    void says_on_stderr_that_there_are_none() {
        server.on("GET /v1/containers", Answer.json("{\"items\":[],\"next\":null}"));

        var ran = Cli.of(server).run("containers");

        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).isEqualTo("No container runs or stays warm\n");
        assertThat(ran.code()).isZero();
    }
}
