package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(tab.find("html").getAttribute("lang")).isEqualTo("en");

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
        "ZH, Europe/London, GMT"
    })
    void timesAreSaidInTheReadersZoneWhichIsNamed(Tongue tongue, String zone, String name) {
        long sale = Premises.sales().open(5);
        Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE).reading(tongue).in(zone));
        Detail.open(tab, SHOP.base(), sale).awaitState("login");
        String start = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT)
                .withZone(ZoneId.of(zone))
                .format(Premises.opening(sale));
        assertThat(tab.text("#start")).contains(start.substring(start.indexOf(':')), name);
        assertThat(tab.text("#end")).contains(name);
    }

    private static String language(Tab tab) {
        return String.valueOf(tab.find("html").getAttribute("lang"));
    }
}
