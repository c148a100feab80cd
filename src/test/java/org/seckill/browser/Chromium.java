package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium for the tests of one class, each of which gets a tab of its own, with no cookie and nothing
 * kept. A test fails when a script of the page did, or when the page broke the policy that came with it.
 */
final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** The script asked and was refused, or not heard: it is the page's business to bear that. */
    private static final Pattern REFUSAL = Pattern.compile(
            "http://[^/]+/(seckill/|static/img/sale/missing)\\S+ - Failed to load resource: .*", Pattern.DOTALL);

    private final Map<String, Object> preferences;

    private ChromeDriver driver;
    private String firstWindow;
    private BrowserTab tab;

    Chromium() {
        this(Map.of());
    }

    private Chromium(Map<String, Object> preferences) {
        this.preferences = preferences;
    }

    /** One that keeps no cookies, and nothing else of a site. */
    static Chromium withoutCookies() {
        return new Chromium(Map.of("profile.default_content_setting_values.cookies", 2));
    }

    /** Skips the tests where there is no Chromium. */
    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "no Chromium; on Debian: apt-get install chromium chromium-driver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--window-size=1280,900");
        options.setExperimentalOption("prefs", preferences);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        driver = new ChromeDriver(service, options);
        firstWindow = driver.getWindowHandle();
    }

    /** A fresh tab. One that the test had before is closed. */
    BrowserTab visit(PageVisitor visitor) {
        leave();
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.switchTo().newWindow(WindowType.TAB);
        // What an earlier test has left there concerns nobody.
        driver.manage().logs().get(LogType.PERFORMANCE);
        tab = new BrowserTab(driver, visitor);
        return tab;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (tab != null && context.getExecutionException().isPresent()) {
            tab.photograph("failed-" + context.getDisplayName().replaceAll("\\W+", "-"));
        }
        leave();
    }

    private void leave() {
        if (tab == null) {
            return;
        }
        try {
            assertThat(complaints()).as("complaints of the browser").isEmpty();
            assertThat(tab.policyViolations()).as("what the policy forbids").isEmpty();
        } finally {
            tab = null;
            driver.close();
            driver.switchTo().window(firstWindow);
        }
    }

    private List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !REFUSAL.matcher(message).matches())
                .toList();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (driver != null) {
            driver.quit();
        }
    }
}
