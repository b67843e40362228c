package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What people do with the dashboard, in a real browser, on a real PostgreSQL, RabbitMQ and Docker engine. */
class DashboardIT {

    private static final String GREET = """
        def handler(event):
            print("greeting", event["name"])
            return {"message": "Hello, " + event["name"] + "!"}
        """;

    private static final String REFUSE = """
        def handler(event):
            print("looking at", event["amount"])
            raise ValueError("too much: %d" % event["amount"])
        """;

    @TempDir
    static Path directory;

    private static ServerProcess server;
    private static Api api;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(
                        StandaloneApplication.class, directory, RealParts.environment(RealParts.freshInstallation()))
                .awaitReady();
        api = server.api();
        api.deploy("greet", GREET, "{\"warmFor\":\"60s\"}");
        api.deploy("refuse", REFUSE, "{\"retry\":{\"attempts\":2,\"on\":[\"HANDLER_RAISED\"],\"backoff\":\"100ms\"}}");
        browser = new Browser(api.address());
        browser.logIn(Files.readString(directory.resolve("admin.key")).strip());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        browser.close();
        server.close();
    }

    /** A violated policy of the page, a script that failed, an answer that was an error. */
    @AfterEach
    void nothing_was_forbidden_or_failed() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void deploys_a_function_and_calls_it_cold_then_warm_and_sees_its_container_expire() {
        browser.open("/ui/functions");
        browser.press("Deploy a function");
        browser.field("Name").sendKeys("first-evening");
        browser.see("summary", "Settings").click();
        browser.field("Warm for").sendKeys("4s");
        browser.press("Deploy");
        browser.see(".facts", "revision 1 serves");

        browser.press("Invoke");

        browser.see(".result", "cold");
        assertThat(browser.see(".result pre", "Hello").getText()).contains("Hello, Ada!");
        browser.see(".container.warm", "for");

        browser.press("Invoke");

        browser.see(".result", "warm");
        browser.see("tbody tr", "warm");
        browser.see(".container.stopped", "warm expired");
    }

    @Test
    void a_call_comes_in_by_itself_while_somebody_looks() {
        browser.open("/ui/calls");
        browser.see(".stream", "Live");

        var id = api.accept("greet", "{\"name\":\"Ada\"}");

        browser.see("tr:has(a[href$='%s'])".formatted(id), "succeeded");
    }

    @Test
    void a_failure_tells_its_story() {
        var id = api.accept("refuse", "{\"amount\":7}");
        browser.open("/ui/calls/" + id);

        browser.see(".notice", "too much: 7");
        browser.see(".steps", "Kept as a dead letter");

        assertThat(browser.all(".steps li strong"))
                .extracting(step -> step.getText())
                .containsSubsequence(
                        "Accepted and stored",
                        "Taken by a worker",
                        "Function called",
                        "Attempt failed",
                        "Function called",
                        "Failed",
                        "Kept as a dead letter");
        browser.see("section[aria-label=Log] pre", "looking at 7");
    }

    @Test
    void what_a_function_says_is_text_and_nothing_else() {
        var script = "<img src=x onerror=alert(1)>";
        api.deploy("hostile", "def handler(event):\n    print(event)\n    raise ValueError(event)\n", "{}");
        browser.open("/ui/calls/" + api.accept("hostile", "\"" + script + "\""));

        assertThat(browser.see(".notice", script).getText()).contains("ValueError: " + script);
        browser.see("section[aria-label=Log] pre", script);
        assertThat(browser.all("main img")).isEmpty();
    }

    @Test
    void a_dead_letter_is_redriven_with_another_input() {
        var id = api.accept("refuse", "{\"amount\":8}");
        browser.open("/ui/dead-letters");
        var letter = ".letters li:has(a[href$='%s'])".formatted(id);
        browser.see(letter, "too much: 8");

        browser.see(letter + " summary", "Redrive with another input").click();
        browser.see(letter + " textarea", "").sendKeys("{\"amount\":9}");
        browser.see(letter + " form button", "Redrive with this").click();

        browser.see(".letters", "too much: 9");
        browser.seeNo(letter);
    }

    @Test
    void the_slider_shows_everything_as_it_was() {
        var before = Instant.now();
        api.deploy("came-later", GREET, "{}");
        browser.open("/ui/timeline");
        browser.see(".lines", "came-later");

        var slider = browser.see("input[type=range]", "");
        slider.sendKeys(Keys.HOME);

        browser.see(".travel", "As it was on");
        browser.see("section[aria-labelledby=functions]", "None.");

        browser.press("Back to now");

        browser.see(".lines", "came-later");
        browser.open("/ui/functions?at=" + before);
        browser.see(".past", "As it was on");
        browser.see(".functions", "greet");
        assertThat(browser.see(".functions", "").getText()).doesNotContain("came-later");
    }

    @Test
    void who_has_no_mouse_comes_to_the_page_at_once_and_to_each_place() {
        browser.open("/ui/functions");
        browser.see(".stream", "Live");

        browser.type(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Skip to the page");
        browser.type(Keys.ENTER);
        assertThat(browser.focused().getTagName()).isEqualTo("main");
        browser.type(Keys.TAB);
        browser.type(Keys.ENTER);

        browser.see("h1", "Deploy a function");
        assertThat(browser.focused().getTagName()).isEqualTo("h1");
    }

    @Test
    void the_page_ends_with_the_key_that_opened_it() {
        var key = api.issueKey("read");
        try (var other = new Browser(api.address())) {
            other.logIn(key);
            other.see(".stream", "Live");
            assertThat(other.all("a.button")).isEmpty();

            api.revokeKey(key);

            other.see("label", "Your key");
        }
    }

    @Test
    void no_page_has_a_barrier_and_each_is_as_wide_as_a_phone() {
        for (var page : pages()) {
            look(page);

            assertThat(browser.barriers()).as(page).isEmpty();
            browser.size(Browser.PHONE);
            assertThat(browser.hiddenWidth()).as(page).isZero();
            browser.size(Browser.DESKTOP);
        }
    }

    @Test
    void each_page_is_as_readable_by_night() {
        browser.prefer("dark");

        for (var page : pages()) {
            look(page);

            assertThat(browser.barriersInColour()).as(page).isEmpty();
        }
        browser.prefer("light");
    }

    private static void look(String page) {
        browser.open(page);
        browser.see("h1", "");
        browser.awaitRest();
    }

    private static List<String> pages() {
        return List.of(
                "/login",
                "/ui/functions",
                "/ui/functions/greet",
                "/ui/deploy",
                "/ui/calls",
                "/ui/calls/" + api.accept("refuse", "{\"amount\":1}"),
                "/ui/containers",
                "/ui/timeline",
                "/ui/dead-letters",
                "/ui/system",
                "/ui/nowhere");
    }
}
