package io.cloudfunc.shell.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.shell.Answer;
import io.cloudfunc.shell.Cli;
import io.cloudfunc.shell.FakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysTest {

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void lists_what_may_be_seen_of_all_keys() {
        server.on("GET /v1/keys", Answer.json("""
                {"items":[{"id":"cf_0123456789ab","label":"deploys","roles":["deploy","read"],"namespaces":["*"],"state":"VALID",
                "issuedAt":"2026-01-31T12:00:00Z","expiresAt":null,"revokedAt":null,"lastUsedAt":null}],"next":null}"""));

        var ran = Cli.of(server).run("keys");

        assertThat(ran.stdout()).isEqualTo("""
                KEY              FOR      ROLES        NAMESPACES  STATE  EXPIRES  LAST USED
                cf_0123456789ab  deploys  deploy,read  *           VALID
                """);
    }

    @Test
    void creates_a_key_and_shows_it_once() {
        server.on("POST /v1/keys", Answer.json("""
                {"id":"cf_0123456789ab","key":"cf_0123456789ab_00","label":"deploys","roles":["deploy","read"],
                "namespaces":["team-a","team-b"],"expiresAt":null}"""));

        var ran = Cli.of(server)
                .run(
                        "keys",
                        "create",
                        "deploys",
                        "--role",
                        "deploy",
                        "--role",
                        "read",
                        "--namespace",
                        "team-a",
                        "-n",
                        "team-b",
                        "--expires",
                        "30d");

        assertThat(server.only().text())
                .isEqualTo(
                        "{\"label\":\"deploys\",\"roles\":[\"deploy\",\"read\"],\"namespaces\":[\"team-a\",\"team-b\"],\"expiresIn\":\"PT720H\"}");
        assertThat(ran.stdout()).startsWith("key         cf_0123456789ab_00\nid          cf_0123456789ab\n");
        assertThat(ran.stderr()).isEqualTo("It is shown this once: keep it, such as in CLOUDFUNC_KEY\n");
    }

    @Test
    void revokes_a_key_by_its_id() {
        server.on("DELETE /v1/keys/cf_0123456789ab", Answer.nothing());

        var ran = Cli.of(server).run("keys", "revoke", "cf_0123456789ab");

        assertThat(ran.stderr()).isEqualTo("cf_0123456789ab is revoked\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void says_which_actions_there_are() {
        var ran = Cli.without().run("keys", "destroy");

        assertThat(ran.stderr()).isEqualTo("action: got 'destroy', expected list, create or revoke\n");
        assertThat(ran.code()).isEqualTo(2);
    }
}
