package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium, started once per JVM. Each visit gets a new tab, without cookies and with an empty cache. A test
 * fails if a script of the page fails, or if the page violates its content security policy.
 */
final class Chromium implements BeforeAllCallback, AfterEachCallback {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** A request of a script was refused or failed: the page handles that. */
    private static final Pattern REFUSAL = Pattern.compile(
            "http://[^/]+/(seckill/|static/img/sale/missing)\\S+ - Failed to load resource: .*", Pattern.DOTALL);

    /** By preferences. They run until the JVM ends. */
    private static final Map<Map<String, Object>, Running> RUNNING = new HashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.values().forEach(Running::quit)));
    }

    private final Map<String, Object> preferences;

    private ChromeDriver driver;
    private String firstWindow;
    private BrowserTab tab;

    private record Running(ChromeDriver driver, String firstWindow) {
        boolean answers() {
            try {
                return driver.getWindowHandles().contains(firstWindow);
            } catch (WebDriverException e) {
                return false;
            }
        }

        void quit() {
            driver.quit();
        }
    }

    Chromium() {
        this(Map.of());
    }

    private Chromium(Map<String, Object> preferences) {
        this.preferences = preferences;
    }

    /** A browser that keeps no cookies and no other data of a site. */
    static Chromium withoutCookies() {
        return new Chromium(Map.of("profile.default_content_setting_values.cookies", 2));
    }

    /** Skips the tests if Chromium is not installed. */
    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "no Chromium; on Debian: apt-get install chromium chromium-driver");
        Running browser = RUNNING.get(preferences);
        if (browser == null || !browser.answers()) {
            browser = start(preferences);
            RUNNING.put(preferences, browser);
        }
        driver = browser.driver;
        firstWindow = browser.firstWindow;
    }

    private static Running start(Map<String, Object> preferences) {
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
        ChromeDriver driver = new ChromeDriver(service, options);
        return new Running(driver, driver.getWindowHandle());
    }

    /** Opens a new tab. Closes the one that the test had before. */
    BrowserTab visit(PageVisitor visitor) {
        leave();
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.switchTo().newWindow(WindowType.TAB);
        // Drops the events of earlier tests.
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
            assertThat(errors()).as("errors in the log of the browser").isEmpty();
            assertThat(tab.policyViolations()).as("violations of the policy").isEmpty();
        } finally {
            tab = null;
            for (String window : driver.getWindowHandles()) {
                if (!window.equals(firstWindow)) {
                    driver.switchTo().window(window).close();
                }
            }
            driver.switchTo().window(firstWindow);
        }
    }

    private List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !REFUSAL.matcher(message).matches())
                .toList();
    }
}
