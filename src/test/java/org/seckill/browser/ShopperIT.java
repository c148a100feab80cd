package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.browser.BrowserShop.Door;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.testkit.node.ShopClient;

/** The whole way of a shopper, in a real browser, with the purchase looked up in the real database. */
@Tag("browser")
class ShopperIT {
    private static final AtomicInteger BUYERS = new AtomicInteger(4000);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    /** Every pair of device, language and address is in one of the four. */
    static Stream<Arguments> everyPair() {
        return Stream.of(
                Arguments.of(Device.PHONE, Tongue.EN, Door.APPLICATION),
                Arguments.of(Device.PHONE, Tongue.ZH, Door.NGINX),
                Arguments.of(Device.DESKTOP, Tongue.EN, Door.NGINX),
                Arguments.of(Device.DESKTOP, Tongue.ZH, Door.APPLICATION));
    }

    @BeforeEach
    void clear() {
        BrowserShop.clear();
    }

    @ParameterizedTest(name = "{0}-{1}-{2}")
    @MethodSource("everyPair")
    void fromTheListOverTheCountdownToAPurchaseThatIsInTheDatabase(Device device, Tongue tongue, Door door) {
        String phone = ShopClient.phone(BUYERS.incrementAndGet());
        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(device).reading(tongue));
        long sale = BrowserShop.sales().create("The one", 5, Duration.ofSeconds(8), Duration.ofHours(1));
        tab.waitFor("not listed", () -> {
            tab.go(door.base() + "/seckill/list");
            return !tab.findAll("[data-sale='" + sale + "']").isEmpty();
        });
        assertThat(tab.attribute("html", "lang")).isEqualTo(tongue.written);
        tab.click("[data-sale='" + sale + "'] a");

        DetailPage detail = new DetailPage(tab);
        detail.logIn(phone);
        detail.awaitState("waiting|ready");
        detail.awaitState("ready");
        assertThat(detail.states()).containsSubsequence("login", "waiting", "ready");
        assertThat(detail.firstSeen("waiting").pressable()).isFalse();
        assertThat(detail.firstSeen("ready").since())
                .isAfterOrEqualTo(BrowserShop.sales().opening(sale));
        detail.press();
        detail.awaitState("bought");
        assertThat(tab.text("#purchase")).contains(masked(phone)).doesNotContain(phone);
        assertThat(buyersOf(sale)).containsExactly(phone);
        assertThat(BrowserShop.sales().stock(sale)).isEqualTo(4);

        tab.reload();
        detail.awaitState("already");
        tab.click("#purchases-link");
        tab.waitFor("not among the purchases", () -> tab.shows("[data-purchase='" + sale + "']"));
        assertThat(tab.text("#purchases")).contains("The one", masked(phone));
        tab.click("#logout");
        tab.waitFor("still signed in", () -> tab.shows("#login") && !tab.shows("[data-purchase]"));
    }

    private static List<String> buyersOf(long sale) {
        return BrowserShop.database().rows("SELECT user_phone FROM purchase WHERE seckill_id = ?", sale).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    private static String masked(String phone) {
        return phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }
}
