package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudfunc.api.identity.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** How a browser gets in with a key, and what another site's page cannot make it do. */
class BrowserSessionIT extends OnBothSides {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @Test
    void a_key_gives_a_session_that_no_script_can_read_and_no_other_site_can_use() throws Exception {
        var answer = logIn(issue(null, Role.READ).text());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/ui/");
        assertThat(cookie(answer)).contains("HttpOnly").contains("SameSite=Strict");
        assertThat(get("/v1/functions", session(answer)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_session_may_do_what_its_key_may() throws Exception {
        var session = session(logIn(issue(null, Role.READ).text()));

        assertThat(get("/v1/keys", session).statusCode()).isEqualTo(403);
    }

    @Test
    void a_change_in_a_session_needs_the_token_that_only_our_pages_know() throws Exception {
        var session = session(logIn(issue(null, Role.DEPLOY).text()));

        var forged = delete(session);
        var ours = delete(session + "; XSRF-TOKEN=token", "X-XSRF-TOKEN", "token");

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("urn:cloudfunc:problem:forbidden").contains("X-XSRF-TOKEN");
        assertThat(ours.statusCode()).isEqualTo(404);
    }

    @Test
    void nobody_is_logged_in_by_another_sites_form() throws Exception {
        var key = issue(null, Role.READ).text();

        var forged = http.send(form("key=" + key).build(), BodyHandlers.ofString());

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("cloudfunc-session"));
    }

    @Test
    void a_key_that_lets_nobody_in_gives_no_session() throws Exception {
        var expired = logIn(issue(Instant.EPOCH, Role.READ).text());

        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(expired.body()).contains("does not let you in");
        assertThat(logIn("hunter2").statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_ends_with_its_key_and_with_a_logout() throws Exception {
        var key = issue(null, Role.READ);
        var left = session(logIn(key.text()));
        var stayed = session(logIn(key.text()));

        http.send(
                to("/logout", left + "; XSRF-TOKEN=token")
                        .header("X-XSRF-TOKEN", "token")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());

        assertThat(get("/v1/functions", left).statusCode()).isEqualTo(401);
        assertThat(get("/v1/functions", stayed).statusCode()).isEqualTo(200);
    }

    @Test
    void a_stream_of_changes_ends_with_its_session() throws Exception {
        var session = session(logIn(issue(null, Role.READ).text()));
        var stream = http.send(to("/v1/stream", session).GET().build(), BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);

        http.send(
                to("/logout", session + "; XSRF-TOKEN=token")
                        .header("X-XSRF-TOKEN", "token")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());

        assertThat(CompletableFuture.supplyAsync(stream.body()::toList))
                .succeedsWithin(Duration.ofSeconds(20))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("event: hello");
    }

    @Test
    void a_page_of_the_dashboard_sends_who_is_not_known_to_the_login() throws Exception {
        var page = http.send(to("/ui/", "").header("Accept", "text/html").GET().build(), BodyHandlers.ofString());

        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).hasValue("/login");
    }

    @Test
    void every_answer_says_that_it_is_not_to_be_run_framed_or_kept() throws Exception {
        var answer = get("/v1/functions", session(logIn(issue(null, Role.READ).text())));

        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    private HttpResponse<String> logIn(String key) throws IOException, InterruptedException {
        var page = get("/login", "");
        var token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        var form = form("key=%s&_csrf=%s".formatted(key, token.group(1)))
                .header("Cookie", "XSRF-TOKEN=" + token.group(1))
                .build();
        return http.send(form, BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String fields) {
        return HttpRequest.newBuilder(server().resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields));
    }

    private HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        return http.send(to(path, cookie).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> delete(String cookie, String... headers) throws IOException, InterruptedException {
        var request = to("/v1/functions/no-such-function", cookie).DELETE();
        return http.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path, String cookie) {
        var request = HttpRequest.newBuilder(server().resolve(path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private static String session(HttpResponse<String> answer) {
        return cookie(answer).split(";")[0];
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("cloudfunc-session="))
                .findFirst()
                .orElseThrow();
    }
}
