package io.cloudfunc.standalone;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window, and somebody who looks at it and finds things by what they are called. */
final class Browser implements AutoCloseable {

    static final Dimension DESKTOP = new Dimension(1280, 900);
    static final Dimension PHONE = new Dimension(390, 844);

    private static final List<String> STANDARDS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final ChromeDriver driver;
    private final String server;

    Browser(String server) {
        var options = new ChromeOptions();
        options.setBinary(RealParts.chromium());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--force-prefers-reduced-motion");
        var told = new LoggingPreferences();
        told.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, told);
        this.driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(RealParts.chromeDriver().toFile())
                        .build(),
                options);
        this.server = server;
        size(DESKTOP);
    }

    /** Of what is inside the window. */
    void size(Dimension size) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", false));
    }

    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void open(String path) {
        driver.get(server + path);
    }

    void logIn(String key) {
        open("/ui/");
        field("Your key").sendKeys(key);
        press("Log in");
        see("h1", "Functions");
    }

    /** Waits until there is such an element with these words in it. */
    WebElement see(String css, String words) {
        return waiting(css + " with " + words)
                .until(page -> page.findElements(By.cssSelector(css)).stream()
                        .filter(element ->
                                element.isDisplayed() && element.getText().contains(words))
                        .findFirst()
                        .orElse(null));
    }

    void press(String button) {
        see("button, a.button", button).click();
    }

    /** The field with this label. */
    WebElement field(String label) {
        var id = see("label", label).getDomAttribute("for");
        return driver.findElement(By.id(id));
    }

    void seeNo(String css) {
        waiting("absence of " + css)
                .until(page -> page.findElements(By.cssSelector(css)).isEmpty());
    }

    /** Waits until all that the page asked for is there. */
    void awaitRest() {
        waiting("rest")
                .until(page -> page.findElements(By.cssSelector(".quiet")).isEmpty());
    }

    void type(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Pixels that one must scroll to the right for. */
    long hiddenWidth() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** What an accessibility check finds amiss on the page as it is now. */
    List<String> barriers() {
        return barriers(new AxeBuilder().withTags(STANDARDS));
    }

    /** As {@link #barriers()}, of what depends on colours alone. */
    List<String> barriersInColour() {
        return barriers(new AxeBuilder().withOnlyRules(List.of("color-contrast")));
    }

    /** Where no page is within another, the check need not open one of its own. */
    private List<String> barriers(AxeBuilder check) {
        return check.setLegacyMode(true).analyze(driver).getViolations().stream()
                .map(Browser::words)
                .toList();
    }

    private static String words(Rule rule) {
        return "%s: %s"
                .formatted(
                        rule.getId(),
                        rule.getNodes().stream().map(node -> node.getHtml()).toList());
    }

    /** What the browser complained of since this was asked last, such as something that the page's policy forbids. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    private WebDriverWait waiting(String what) {
        var wait = new WebDriverWait(driver, Duration.ofSeconds(60), Duration.ofMillis(50));
        wait.ignoring(StaleElementReferenceException.class);
        wait.withMessage(() -> "no " + what + " on " + driver.getCurrentUrl());
        return wait;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
