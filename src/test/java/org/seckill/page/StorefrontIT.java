package org.seckill.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;

/** What the pages say before any script has run. */
class StorefrontIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);
    private static final ShopClient SHOP = TestShop.shared().client();

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyPageHasAllItsWords(String language) {
        long sold = SALES.open(1);
        long soon = SALES.create("soon", 2, Duration.ofHours(1), Duration.ofHours(2));
        long over = SALES.create("over", 2, Duration.ofHours(-2), Duration.ofHours(-1));
        ShopClient buyer = SHOP.loggedIn(ShopClient.phone("en".equals(language) ? 5101 : 5102));
        assertThat(buyer.buy(sold).state()).isEqualTo(1);
        for (String path : new String[] {
            "/seckill/list",
            detail(sold),
            detail(soon),
            detail(over),
            detail(1),
            "/seckill/purchases",
            "/seckill/list?page=x"
        }) {
            assertThat(page(buyer, path, language))
                    .as(path)
                    .doesNotContain("??")
                    .contains("</html>");
        }
        assertThat(page(SHOP, "/seckill/purchases", language)).doesNotContain("??");
    }

    @ParameterizedTest
    @CsvSource({
        // The part to pay is rounded up: 66.1 percent of the list price are a third off, and not 34 percent.
        "661, 1000, 33% off, 6.7折",
        "500, 1000, 50% off, 5折",
        "1, 1000, 99% off, 0.1折"
    })
    void theDiscountIsSaidInTheWordsOfTheLanguageAndNeverLargerThanItIs(
            long price, long listPrice, String english, String chinese) {
        long sale = priced(price, listPrice);
        assertThat(page(SHOP, detail(sale), "en")).contains(">" + english + "<");
        assertThat(page(SHOP, detail(sale), "zh")).contains(">" + chinese + "<");
    }

    @Test
    void aDiscountOfLessThanOnePercentIsNotBoastedOf() {
        assertThat(page(SHOP, detail(priced(995, 1000)), "en"))
                .contains("<del>")
                .doesNotContain("% off");
    }

    @Test
    void aSaleWithoutListPriceStrikesNothingOut() {
        assertThat(page(SHOP, detail(SALES.open(1)), "en")).doesNotContain("<del>");
    }

    @Test
    void theListTellsOpenFromSoldOutInWords() {
        long open = SALES.create("newest, open", 1, Duration.ofSeconds(-1), Duration.ofMinutes(2));
        long soldOut = SALES.create("newest, sold out", 0, Duration.ofSeconds(-1), Duration.ofMinutes(2));
        assertThat(card(open)).contains("data-phase=\"OPEN\"").contains("data-in=\"OPEN\">Open now<");
        assertThat(card(soldOut)).contains("data-phase=\"SOLD_OUT\"").contains("data-in=\"SOLD_OUT\">Sold out<");
    }

    private static long priced(long price, long listPrice) {
        long sale = SALES.open(3);
        DATABASE.update("UPDATE seckill SET price = ?, list_price = ? WHERE seckill_id = ?", price, listPrice, sale);
        return sale;
    }

    /** What the list says of that sale, on whatever page, as soon as the copies of the list have it. */
    private static String card(long sale) {
        await().until(() -> !cardNow(sale).isEmpty());
        return cardNow(sale);
    }

    private static String cardNow(long sale) {
        for (int number = 1; ; number++) {
            String page = page(SHOP, "/seckill/list?page=" + number, "en");
            int start = page.indexOf("data-sale=\"" + sale + "\"");
            if (start >= 0) {
                return page.substring(start, page.indexOf("</li>", start));
            }
            if (!page.contains("id=\"page-next\"")) {
                return "";
            }
        }
    }

    private static String detail(long sale) {
        return "/seckill/" + sale + "/detail";
    }

    private static String page(ShopClient shop, String path, String language) {
        return shop.send(shop.request(path)
                        .headers("Accept-Language", language, "Accept", "text/html")
                        .GET())
                .http()
                .body();
    }
}
