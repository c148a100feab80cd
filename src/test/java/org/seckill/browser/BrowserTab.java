package org.seckill.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntries;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;

/** One tab, as its visitor uses it. */
final class BrowserTab {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** What Chromium's driver says, besides that an element is stale, when a page ends while it is read. */
    private static final Pattern PAGE_REPLACED = Pattern.compile(
            "unhandled inspector error|aborted by navigation|frame (was )?detached|no such (frame|execution context)"
                    + "|cannot determine loading status|navigated or closed");

    private final ChromeDriver driver;
    private final PageVisitor visitor;
    private Device device;

    BrowserTab(ChromeDriver driver, PageVisitor visitor) {
        this.driver = driver;
        this.visitor = visitor;
        this.device = visitor.device();
        become();
    }

    private void become() {
        beOn(device);
        String agent = (String) script("return navigator.userAgent");
        cdp("Emulation.setUserAgentOverride", Map.of("userAgent", agent, "acceptLanguage", visitor.tongue().accepted));
        cdp("Emulation.setLocaleOverride", Map.of("locale", visitor.tongue().locale));
        cdp("Emulation.setTimezoneOverride", Map.of("timezoneId", visitor.zone()));
        runBeforeEachPage(resource("witness.js"));
        visitor.wrongClock()
                .ifPresent(ahead ->
                        runBeforeEachPage(resource("wrong-clock.js").replace("OFFSET", "(" + ahead.toMillis() + ")")));
        switch (visitor.ability()) {
            case USUAL -> {}
            case WITHOUT_SCRIPT -> cdp("Emulation.setScriptExecutionDisabled", Map.of("value", true));
            case WITH_LITTLE_MOTION ->
                cdp(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
            case SLOW_NETWORK -> {
                cdp("Network.enable", Map.of());
                cdp(
                        "Network.emulateNetworkConditions",
                        Map.of(
                                "offline", false,
                                "latency", 400,
                                "downloadThroughput", 50_000,
                                "uploadThroughput", 50_000));
            }
            case QUICK_TIMERS -> runBeforeEachPage(resource("quick-timers.js"));
            case QUICK_POLLS -> runBeforeEachPage(resource("quick-polls.js"));
        }
    }

    /** Takes the page to another device as it is, as when a phone is turned or a window is drawn. */
    void beOn(Device other) {
        device = other;
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width", other.width,
                        "height", other.height,
                        "deviceScaleFactor", 1,
                        "mobile", other.touch));
        cdp("Emulation.setTouchEmulationEnabled", Map.of("enabled", other.touch));
    }

    /** @param scheme of colours: light or dark */
    void prefer(String scheme) {
        String motion = visitor.ability() == Ability.WITH_LITTLE_MOTION ? "reduce" : "no-preference";
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-reduced-motion", "value", motion),
                                Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    Tongue tongue() {
        return visitor.tongue();
    }

    void go(String url) {
        driver.get(url);
    }

    void reload() {
        driver.navigate().refresh();
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Signs in without the dialog. */
    void carry(String cookie, String url) {
        int equals = cookie.indexOf('=');
        cdp(
                "Network.setCookie",
                Map.of(
                        "name",
                        cookie.substring(0, equals),
                        "value",
                        cookie.substring(equals + 1),
                        "url",
                        url,
                        "httpOnly",
                        true));
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return read(() -> find(css).getText());
    }

    String attribute(String css, String name) {
        return read(() -> String.valueOf(find(css).getAttribute(name)));
    }

    boolean shows(String css) {
        return read(() -> findAll(css).stream().anyMatch(WebElement::isDisplayed));
    }

    boolean isEnabled(String css) {
        return read(() -> find(css).isEnabled());
    }

    /** Clicks once it can be clicked. */
    void click(String css) {
        waitFor("no click on " + css, () -> {
            WebElement element = find(css);
            if (!element.isDisplayed() || !element.isEnabled()) {
                return false;
            }
            // A page that scrolls smoothly would still be on its way when the click comes.
            script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element);
            return true;
        });
        find(css).click();
    }

    void press(Keys... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void type(String text) {
        new Actions(driver).sendKeys(text).perform();
    }

    void waitFor(String otherwise, BooleanSupplier condition) {
        pageWait()
                .ignoring(NoSuchElementException.class)
                .withMessage(() -> otherwise + " at " + address())
                .until(ignored -> onOnePage(condition::getAsBoolean));
    }

    /** Again if the next page came between finding and reading. */
    private <T> T read(Supplier<T> reading) {
        return pageWait().until(ignored -> Optional.of(onOnePage(reading))).orElseThrow();
    }

    private FluentWait<WebDriver> pageWait() {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class);
    }

    private static <T> T onOnePage(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (WebDriverException e) {
            if (PAGE_REPLACED.matcher(String.valueOf(e.getMessage())).find()) {
                throw new StaleElementReferenceException("the page was replaced", e);
            }
            throw e;
        }
    }

    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    /** @param code calls the last of its arguments with its answer */
    Object slowScript(String code, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return driver.executeAsyncScript(code, arguments);
    }

    double number(String code, Object... arguments) {
        return ((Number) Objects.requireNonNull(script(code, arguments), code)).doubleValue();
    }

    /** Behind another tab for a moment. */
    void hideAndShow() {
        String mine = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        driver.close();
        driver.switchTo().window(mine);
    }

    /** What another tab of the same browser does meanwhile. All tabs share the cookies. */
    void meanwhileInAnother(Consumer<BrowserTab> visit) {
        String mine = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        visit.accept(new BrowserTab(driver, visitor));
        driver.close();
        driver.switchTo().window(mine);
    }

    LogEntries logs(String kind) {
        return driver.manage().logs().get(kind);
    }

    @SuppressWarnings("unchecked")
    List<String> policyViolations() {
        Object violations = script("return window.witness ? window.witness.violations : []");
        return (List<String>) Objects.requireNonNull(violations);
    }

    /** Keeps a picture in {@code target/screenshots}. */
    void photograph(String name) {
        Path picture = driver.getScreenshotAs(OutputType.FILE).toPath();
        String file = name + "-" + device.width + "-" + visitor.tongue() + ".png";
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.move(picture, SCREENSHOTS.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runBeforeEachPage(String script) {
        cdp("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    private void cdp(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(BrowserTab.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
