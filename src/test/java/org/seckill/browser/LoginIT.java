package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.testkit.node.ShopClient;

/** A login that does not succeed says why. */
@Tag("browser")
class LoginIT {
    private static final ShopClient SHOP = BrowserShop.shop();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final Chromium WITHOUT_COOKIES = Chromium.withoutCookies();

    @ParameterizedTest
    @CsvSource({
        "EN, 138OOOO5678, without letters",
        "EN, 13812345678 ext. 5, without letters",
        "EN, tel:13812345678, without letters",
        "EN, 138123456, check the digits",
        "EN, 13812345678;phone-context=+86, without letters",
        "EN, 13812345678#5, check the digits",
        "ZH, 138OOOO5678, 请不要输入字母",
        "ZH, 一三八一二三四五六七八, 请不要输入字母",
    })
    void whatIsNoNumberIsRefusedWithTheReason(Tongue tongue, String typed, String reason) {
        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE).reading(tongue));
        tab.go(SHOP.base() + "/seckill/list");
        new LoginDialog(tab).open();
        new LoginDialog(tab).as(typed);
        new LoginDialog(tab).awaitError();
        assertThat(tab.text("#login-error")).contains(reason);
        assertThat(tab.attribute("#phone", "aria-invalid")).isEqualTo("true");
        assertThat(tab.shows("#buyer-phone")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void aBrowserThatKeepsNoCookiesIsToldThatTheyAreNeeded(Tongue tongue) {
        BrowserTab tab = WITHOUT_COOKIES.visit(PageInspection.visitor(tongue));
        DetailPage detail =
                DetailPage.open(tab, SHOP.base(), BrowserShop.sales().open(5));
        detail.logIn("13812345678");
        new LoginDialog(tab).awaitError();
        assertThat(tab.text("#login-error")).containsIgnoringCase("cookie");
        assertThat(detail.states()).containsExactly("loading", "login");
        PageInspection.of(tab, "login-without-cookies");
    }

    @Test
    void aCookieThatIsLostOnItsWayIsMissedToo() {
        BrowserTab tab = WITHOUT_COOKIES.visit(PageVisitor.on(Device.PHONE));
        DetailPage detail =
                DetailPage.open(tab, SHOP.base(), BrowserShop.sales().open(5));
        // As where the browser does keep cookies, and a proxy takes them away.
        tab.script("Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => true })");
        detail.logIn("13812345678");
        new LoginDialog(tab).awaitError();
        assertThat(tab.text("#login-error")).contains("cookies");
        assertThat(detail.states()).containsExactly("loading", "login");
    }
}
