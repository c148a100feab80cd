package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** A browser draws what it has of a page: what is still to come finds its place free. */
@Tag("browser")
class SlowServerIT {
    private static final TestSales SALES = BrowserShop.sales();

    /** Of those that somebody sees: the browser counts the space at the end of a line too. */
    private static final String VISIBLE_SHIFTS =
            "return window.witness.shifts.filter(shift => !shift.what.every(what => /^'\\s*'/.test(what)))";

    private static final String BUYER = ShopClient.phone(9001);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static SlowServer trickle;

    @BeforeAll
    static void start() {
        trickle = new SlowServer(BrowserShop.port());
    }

    @AfterAll
    static void stop() {
        trickle.close();
    }

    static Stream<Arguments> pages() {
        BrowserShop.clear();
        long open = SALES.open(5);
        // Three in a row make narrow cards, one alone a wide one.
        SALES.open(5);
        SALES.open(5);
        SALES.create("soon", 5, Duration.ofHours(1), Duration.ofHours(2));
        BrowserShop.shop().loggedIn(BUYER).buy(open);
        String detail = "/seckill/" + open + "/detail";
        // Every pair of page, device and language.
        return Stream.of(
                Arguments.of("/seckill/list", Device.PHONE, Tongue.ZH),
                Arguments.of("/seckill/list", Device.DESKTOP, Tongue.EN),
                Arguments.of(detail, Device.PHONE, Tongue.EN),
                Arguments.of(detail, Device.DESKTOP, Tongue.ZH),
                Arguments.of("/seckill/purchases", Device.PHONE, Tongue.ZH),
                Arguments.of("/seckill/purchases", Device.DESKTOP, Tongue.EN));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("pages")
    void nothingMovesWhileAPageComesInPieces(String page, Device device, Tongue tongue) {
        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(device).reading(tongue));
        if (page.endsWith("purchases")) {
            tab.carry(
                    BrowserShop.shop().loggedIn(BUYER).cookie(), trickle.shop().base());
        }
        tab.go(trickle.shop().base() + page);
        tab.photograph("trickled-" + page.replaceAll("[^a-z]+", "-"));
        assertThat(tab.script(VISIBLE_SHIFTS)).isEqualTo(List.of());
        assertThat(firstPaint(tab)).as("drawn long before it was whole").isLessThan(lastByte(tab) / 2);
    }

    private static double firstPaint(BrowserTab tab) {
        return tab.number("return performance.getEntriesByName('first-paint')[0].startTime");
    }

    private static double lastByte(BrowserTab tab) {
        return tab.number("return performance.getEntriesByType('navigation')[0].responseEnd");
    }
}
