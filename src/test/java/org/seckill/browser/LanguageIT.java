package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.testkit.node.ShopClient;

/** The page speaks the reader's language and says times by the reader's clock on the wall. */
@Tag("browser")
class LanguageIT {
    private static final ShopClient SHOP = BrowserShop.shop();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @BeforeEach
    void clear() {
        BrowserShop.clear();
    }

    @Test
    void theSwitchKeepsThePageAndIsRememberedOnTheOthers() {
        long sale = BrowserShop.sales().open(5);
        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        DetailPage detail = DetailPage.open(tab, SHOP.base(), sale);
        detail.awaitState("login");
        String address = tab.address();
        assertThat(tab.attribute("html", "lang")).isEqualTo("en");

        tab.click("#language-zh");
        tab.waitFor("not Chinese", () -> language(tab).equals("zh-CN"));
        detail.awaitState("login");
        assertThat(tab.address()).isEqualTo(address);
        assertThat(tab.text("#buy")).isEqualTo("登录后抢购");
        tab.go(SHOP.base() + "/seckill/purchases");
        assertThat(language(tab)).isEqualTo("zh-CN");

        tab.click("#language-en");
        tab.waitFor("not English", () -> language(tab).equals("en"));
        assertThat(tab.address()).endsWith("/seckill/purchases");
    }

    @ParameterizedTest
    @CsvSource({
        "EN, Asia/Shanghai, GMT+8",
        "ZH, Asia/Shanghai, GMT+8",
        "EN, Asia/Kolkata, GMT+5:30",
        "ZH, America/Bogota, GMT-5"
    })
    void timesAreSaidInTheReadersZoneWhichIsNamed(Tongue tongue, String zone, String name) {
        long sale = BrowserShop.sales().open(5);
        BrowserTab tab =
                CHROMIUM.visit(PageVisitor.on(Device.PHONE).reading(tongue).in(zone));
        DetailPage.open(tab, SHOP.base(), sale).awaitState("login");
        String start = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT)
                .withZone(ZoneId.of(zone))
                .format(BrowserShop.sales().opening(sale));
        assertThat(tab.text("#start"))
                .contains(start.substring(start.indexOf(':')))
                .endsWith(" " + name);
        assertThat(tab.text("#end")).endsWith(" " + name);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void anOpeningInAnotherYearIsShownWithTheYear(Tongue tongue) {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        long later = BrowserShop.sales().create("later", 5, Duration.ofDays(400), Duration.ofDays(401));
        long soon = BrowserShop.sales().create("soon", 5, Duration.ofMinutes(1), Duration.ofDays(401));
        for (Ability ability : List.of(Ability.USUAL, Ability.WITHOUT_SCRIPT)) {
            // A device whose clock is years behind knows of no other year than its own.
            PageVisitor visitor = PageVisitor.on(Device.PHONE)
                    .reading(tongue)
                    .in(zone.getId())
                    .withClockAhead(Duration.ofDays(-1000))
                    .who(ability);
            BrowserTab tab = CHROMIUM.visit(visitor);
            tab.waitFor("not listed", () -> {
                tab.go(SHOP.base() + "/seckill/list");
                // A copy of the list may still have the sales of another case.
                return Stream.of(later, soon)
                        .noneMatch(sale ->
                                tab.findAll("[data-sale='" + sale + "']").isEmpty());
            });
            boolean hasScript = ability == Ability.USUAL;
            int year = BrowserShop.sales()
                    .opening(later)
                    .atZone(hasScript ? zone : ZoneOffset.UTC)
                    .getYear();
            assertThat(opening(tab, later)).contains(String.valueOf(year)).endsWith(hasScript ? "GMT+8" : "UTC");
            int thisYear = Instant.now().atZone(ZoneOffset.UTC).getYear();
            if (BrowserShop.sales().opening(soon).atZone(zone).getYear() == thisYear) {
                assertThat(opening(tab, soon)).doesNotContain(String.valueOf(thisYear));
            }
        }
    }

    private static String opening(BrowserTab tab, long sale) {
        return tab.text("[data-sale='" + sale + "'] .shop-when [data-in='SOON'] time");
    }

    @Test
    void aSaleIsCalledByItsNameInTheReadersLanguageEverywhere() {
        long sale = BrowserShop.sales().open(5);
        long untranslated = BrowserShop.sales().open(5);
        BrowserShop.sales().goods(sale, "Two cameras", "img/sale/phone.svg", 199900, 399900);
        BrowserShop.sales().goods(untranslated, "One camera", "img/sale/phone.svg", 199900, 399900);
        BrowserShop.sales().chinese(sale, "半价手机", "双摄像头");
        String phone = ShopClient.phone(16_001);
        SHOP.loggedIn(phone).buy(sale);
        for (Tongue tongue : Tongue.values()) {
            boolean chinese = tongue == Tongue.ZH;
            String name = chinese ? "半价手机" : "open sale";
            String title = chinese ? "双摄像头" : "Two cameras";
            BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE).reading(tongue));
            tab.carry(SHOP.loggedIn(phone).cookie(), SHOP.base());
            tab.waitFor("not listed", () -> {
                tab.go(SHOP.base() + "/seckill/list");
                return tab.shows("[data-sale='" + sale + "']")
                        && tab.shows("[data-sale='" + untranslated + "']")
                        && tab.text("#list").contains(title);
            });
            assertThat(tab.text("[data-sale='" + sale + "'] h3")).isEqualTo(name);
            assertThat(tab.text("[data-sale='" + untranslated + "']")).contains("open sale", "One camera");
            tab.go(SHOP.base() + "/seckill/purchases");
            assertThat(tab.text("[data-purchase='" + sale + "'] h2")).isEqualTo(name);
            DetailPage.open(tab, SHOP.base(), sale).awaitState("already");
            assertThat(tab.text("#sale-name")).isEqualTo(name);
            assertThat(tab.text(".shop-head .shop-title")).isEqualTo(title);
            assertThat(String.valueOf(tab.script("return document.title"))).contains(name);
            assertThat(tab.attribute(".shop-picture", "alt")).contains(name);
        }
    }

    private static String language(BrowserTab tab) {
        return tab.attribute("html", "lang");
    }
}
