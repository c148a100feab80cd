package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.testkit.node.ShopClient;

/** Where no script runs, everything can be read, and the pages say what buying needs. */
@Tag("browser")
class WithoutScriptIT {
    private static final ShopClient SHOP = BrowserShop.shop();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private BrowserTab tab;

    @BeforeEach
    void visit() {
        BrowserShop.clear();
        tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE).who(Ability.WITHOUT_SCRIPT));
    }

    @Test
    void theListIsReadAndLeafedThroughAndSaysWhatItNeeds() {
        for (int i = 0; i < 21; i++) {
            BrowserShop.sales().open(5);
        }
        tab.waitFor("no second page", () -> {
            tab.go(SHOP.base() + "/seckill/list");
            return tab.shows("#page-next");
        });
        assertThat(tab.findAll("[data-sale] h3"))
                .hasSize(20)
                .allSatisfy(name -> assertThat(name.getText()).isEqualTo("open sale"));
        assertThat(wordsForThoseWithoutScript()).contains("JavaScript");
        tab.photograph("list-without-script");
        tab.click("#page-next");
        tab.waitFor("not the second page", () -> tab.address().endsWith("page=2"));
        assertThat(tab.findAll("[data-sale]")).hasSize(1);
        assertThat(tab.shows("#page-previous")).isTrue();
    }

    @Test
    void theDetailPageIsReadAndSaysThatBuyingNeedsScript() {
        long sale = BrowserShop.sales().open(5);
        DetailPage.open(tab, SHOP.base(), sale);
        assertThat(tab.text("#sale-name")).isEqualTo("open sale");
        assertThat(tab.text("#start")).contains("UTC");
        assertThat(tab.isEnabled("#buy")).isFalse();
        assertThat(wordsForThoseWithoutScript()).contains("JavaScript");
        tab.photograph("detail-without-script");
    }

    @Test
    void theLanguageIsSwitchedOnTheSamePage() {
        long sale = BrowserShop.sales().open(5);
        DetailPage.open(tab, SHOP.base(), sale);
        String address = tab.address();
        tab.click("#language-zh");
        tab.waitFor("not Chinese", () -> "zh-CN".equals(tab.attribute("html", "lang")));
        assertThat(tab.address()).isEqualTo(address);
    }

    /** Selenium holds that what is in a noscript element is never shown. */
    private String wordsForThoseWithoutScript() {
        return (String) tab.script("""
                return [...document.querySelectorAll('noscript > *')]
                    .filter(words => words.getBoundingClientRect().height > 0)
                    .map(words => words.textContent)
                    .join(' ');
                """);
    }
}
