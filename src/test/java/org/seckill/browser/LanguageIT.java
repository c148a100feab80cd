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
import org.seckill.browser.Visitor.Ability;
import org.seckill.browser.Visitor.Device;
import org.seckill.browser.Visitor.Tongue;
import org.seckill.testing.Shop;

/** The page speaks the reader's language and says times by the reader's clock on the wall. */
@Tag("browser")
class LanguageIT {
    private static final Shop SHOP = Premises.shop();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @BeforeEach
    void clear() {
        Premises.clear();
    }

    @Test
    void theSwitchKeepsThePageAndIsRememberedOnTheOthers() {
        long sale = Premises.sales().open(5);
        Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE));
        Detail detail = Detail.open(tab, SHOP.base(), sale);
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
        long sale = Premises.sales().open(5);
        Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE).reading(tongue).in(zone));
        Detail.open(tab, SHOP.base(), sale).awaitState("login");
        String start = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT)
                .withZone(ZoneId.of(zone))
                .format(Premises.opening(sale));
        assertThat(tab.text("#start"))
                .contains(start.substring(start.indexOf(':')))
                .endsWith(" " + name);
        assertThat(tab.text("#end")).endsWith(" " + name);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void anOpeningInAnotherYearIsShownWithTheYear(Tongue tongue) {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        long later = Premises.sales().create("later", 5, Duration.ofDays(400), Duration.ofDays(401));
        long soon = Premises.sales().create("soon", 5, Duration.ofMinutes(1), Duration.ofDays(401));
        for (Ability ability : List.of(Ability.USUAL, Ability.WITHOUT_SCRIPT)) {
            // A device whose clock is years behind knows of no other year than its own.
            Visitor visitor = Visitor.on(Device.PHONE)
                    .reading(tongue)
                    .in(zone.getId())
                    .withClockAhead(Duration.ofDays(-1000))
                    .who(ability);
            Tab tab = CHROMIUM.visit(visitor);
            tab.waitFor("not listed", () -> {
                tab.go(SHOP.base() + "/seckill/list");
                // A copy of the list may still have the sales of another case.
                return Stream.of(later, soon)
                        .noneMatch(sale ->
                                tab.findAll("[data-sale='" + sale + "']").isEmpty());
            });
            boolean hasScript = ability == Ability.USUAL;
            int year = Premises.opening(later)
                    .atZone(hasScript ? zone : ZoneOffset.UTC)
                    .getYear();
            assertThat(opening(tab, later)).contains(String.valueOf(year)).endsWith(hasScript ? "GMT+8" : "UTC");
            int thisYear = Instant.now().atZone(ZoneOffset.UTC).getYear();
            if (Premises.opening(soon).atZone(zone).getYear() == thisYear) {
                assertThat(opening(tab, soon)).doesNotContain(String.valueOf(thisYear));
            }
        }
    }

    private static String opening(Tab tab, long sale) {
        return tab.text("[data-sale='" + sale + "'] .shop-when [data-in='SOON'] time");
    }

    @Test
    void aSaleIsCalledByItsNameInTheReadersLanguageEverywhere() {
        long sale = Premises.sales().open(5);
        long untranslated = Premises.sales().open(5);
        Premises.sales().goods(sale, "Two cameras", "img/sale/phone.svg", 199900, 399900);
        Premises.sales().goods(untranslated, "One camera", "img/sale/phone.svg", 199900, 399900);
        Premises.sales().chinese(sale, "半价手机", "双摄像头");
        String phone = Shop.phone(16_001);
        SHOP.loggedIn(phone).buy(sale);
        for (Tongue tongue : Tongue.values()) {
            boolean chinese = tongue == Tongue.ZH;
            String name = chinese ? "半价手机" : "open sale";
            String title = chinese ? "双摄像头" : "Two cameras";
            Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE).reading(tongue));
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
            Detail.open(tab, SHOP.base(), sale).awaitState("already");
            assertThat(tab.text("#sale-name")).isEqualTo(name);
            assertThat(tab.text(".shop-head .shop-title")).isEqualTo(title);
            assertThat(String.valueOf(tab.script("return document.title"))).contains(name);
            assertThat(tab.attribute(".shop-picture", "alt")).contains(name);
        }
    }

    private static String language(Tab tab) {
        return tab.attribute("html", "lang");
    }
}
