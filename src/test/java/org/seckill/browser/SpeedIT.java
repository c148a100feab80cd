package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.browser.BrowserShop.Door;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** Pages come with little, and what has come stays where it is. */
@Tag("browser")
class SpeedIT {
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final TestSales SALES = BrowserShop.sales();
    private static final AtomicInteger BUYERS = new AtomicInteger(2000);

    private static final int FEWER_REQUESTS_THAN = 12;
    private static final long LESS_BYTES_THAN = 200_000;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private BrowserTab tab;

    private enum Page {
        LIST,
        DETAIL_SIGNED_OUT,
        DETAIL_WAITING,
        DETAIL_READY,
        DETAIL_BOUGHT,
        DETAIL_SOLD_OUT,
        PURCHASES
    }

    static Stream<Arguments> loads() {
        return Stream.concat(
                Stream.of(Page.LIST, Page.DETAIL_SIGNED_OUT, Page.DETAIL_READY, Page.DETAIL_BOUGHT)
                        .map(page -> Arguments.of(page, Device.PHONE, Ability.SLOW_NETWORK)),
                Stream.of(Page.values())
                        .flatMap(page -> Stream.of(Device.PHONE, Device.DESKTOP)
                                .map(device -> Arguments.of(page, device, Ability.USUAL))));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aColdDetailPageIsASmallOne(Door door) {
        long sale = SALES.open(5);
        tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        DetailPage.open(tab, door.base(), sale).awaitState("login");
        assertSmall(door + ", signed out");
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aColdDetailPageIsASmallOneForABuyerToo(Door door) {
        long sale = SALES.open(5);
        tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        signIn(ShopClient.phone(BUYERS.incrementAndGet()));
        DetailPage.open(tab, door.base(), sale).awaitState("ready");
        assertSmall(door + ", signed in");
    }

    private void assertSmall(String case_) {
        NetworkTraffic traffic = NetworkTraffic.untilQuietFor(Duration.ofSeconds(2), tab);
        System.out.printf(
                "cold detail page, %s: %d requests, %d bytes%n",
                case_, traffic.requests().size(), traffic.bytes());
        assertThat(traffic.requests()).hasSizeLessThan(FEWER_REQUESTS_THAN);
        assertThat(traffic.bytes()).isBetween(10_000L, LESS_BYTES_THAN);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("loads")
    void nothingMovesWhileAPageLoads(Page page, Device device, Ability ability) {
        tab = CHROMIUM.visit(PageVisitor.on(device).who(ability));
        load(page);
        // Whatever is still to come, such as a second look at the clock, comes now.
        NetworkTraffic.untilQuietFor(Duration.ofMillis(700), tab);
        assertThat(shifts()).isEmpty();
    }

    private void load(Page page) {
        String phone = ShopClient.phone(BUYERS.incrementAndGet());
        if (page != Page.LIST && page != Page.DETAIL_SIGNED_OUT) {
            signIn(phone);
        }
        switch (page) {
            case LIST -> {
                SALES.open(5);
                SALES.create("soon", 5, Duration.ofHours(1), Duration.ofHours(2));
                tab.go(SHOP.base() + "/seckill/list");
            }
            case DETAIL_SIGNED_OUT -> detail(SALES.open(5), "login");
            case DETAIL_WAITING -> detail(SALES.create("soon", 5, Duration.ofHours(1), Duration.ofHours(2)), "waiting");
            case DETAIL_READY -> detail(SALES.open(5), "ready");
            case DETAIL_SOLD_OUT -> detail(SALES.open(0), "sold-out");
            case DETAIL_BOUGHT -> {
                long sale = SALES.open(5);
                SHOP.loggedIn(phone).buy(sale);
                detail(sale, "already");
            }
            case PURCHASES -> {
                SHOP.loggedIn(phone).buy(SALES.open(5));
                tab.go(SHOP.base() + "/seckill/purchases");
            }
        }
    }

    private void detail(long sale, String state) {
        DetailPage.open(tab, SHOP.base(), sale).awaitState(state);
    }

    private void signIn(String phone) {
        tab.carry(SHOP.loggedIn(phone).cookie(), SHOP.base());
    }

    @Test
    void nothingRunsAboutForWhoWantsLittleMotion() {
        tab = CHROMIUM.visit(PageVisitor.on(Device.DESKTOP).who(Ability.WITH_LITTLE_MOTION));
        long sale = SALES.open(5);
        DetailPage detail = DetailPage.open(tab, SHOP.base(), sale);
        watchAnimations();
        detail.logIn(ShopClient.phone(BUYERS.incrementAndGet()));
        detail.awaitState("ready");
        detail.press();
        detail.awaitState("bought");
        assertThat(tab.number("return window.longestAnimation")).isLessThanOrEqualTo(10);
    }

    private void watchAnimations() {
        tab.script("""
                window.longestAnimation = 0;
                (function frame() {
                    for (const animation of document.getAnimations()) {
                        const { endTime } = animation.effect.getComputedTiming();
                        window.longestAnimation = Math.min(Math.max(window.longestAnimation, endTime), 1e9);
                    }
                    requestAnimationFrame(frame);
                })();
                """);
    }

    private List<?> shifts() {
        return (List<?>) tab.script("return window.witness.shifts");
    }
}
