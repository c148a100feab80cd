package org.seckill.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import tools.jackson.databind.JsonNode;

/** The rows of the interface table that concern buyers, at both desks. */
@ParameterizedClass
@EnumSource(PurchaseMode.class)
class BuyersContractIT {
    private final PurchaseMode mode;
    private final TestSales sales;
    private final ShopClient shop;

    BuyersContractIT(PurchaseMode mode) {
        this.mode = mode;
        this.sales = TestShop.shared(mode).sales();
        this.shop = TestShop.shared(mode).client();
    }

    @Test
    void executionAnswersThePurchaseAndRepeatsItToWhoPressesAgain() {
        long sale = sales.open(3);
        sales.price(sale, 199_900, "CNY");
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        Answer press = buyer.buy(sale);
        assertThat(press.state()).isEqualTo(mode == PurchaseMode.QUEUE ? 2 : 1);
        JsonNode bought = buyer.settled(sale, press).data();
        assertThat(bought.get("state").asInt()).isEqualTo(1);
        assertThat(bought.get("seckillId").asLong()).isEqualTo(sale);
        assertThat(bought.get("stateInfo").asString()).isNotBlank();
        JsonNode purchase = bought.get("successKilled");
        assertThat(purchase.get("userPhone").asString()).isEqualTo("138****0001");
        assertThat(purchase.get("state").asInt()).isZero();
        assertThat(purchase.get("price").isIntegralNumber()).isTrue();
        assertThat(purchase.get("price").asLong()).isEqualTo(199_900);
        assertThat(purchase.get("currency").asString()).isEqualTo("CNY");
        assertThat(purchase.get("decimals").asInt()).isEqualTo(2);
        assertThat(purchase.get("createTime").asLong())
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 1_000);
        JsonNode again = buyer.buy(sale).data();
        assertThat(again.get("state").asInt()).isEqualTo(-1);
        assertThat(again.get("successKilled")).isEqualTo(purchase);
        JsonNode result = buyer.result(sale).data();
        assertThat(result.get("state").asInt()).isEqualTo(1);
        assertThat(result.get("successKilled")).isEqualTo(purchase);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "ZZ",
                "%E6%89%8B",
                "null"
            })
    void anotherMd5IsDataRewritten(String md5) {
        long sale = sales.open(3);
        Answer answer = shop.loggedIn(ShopClient.phone(1)).execute(sale, md5);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.state()).isEqualTo(-3);
        assertThat(sales.purchases(sale)).isZero();
    }

    @Test
    void anotherBuyersAddressIsDataRewritten() {
        long sale = sales.open(3);
        String md5 = shop.loggedIn(ShopClient.phone(1)).md5(sale);
        assertThat(shop.loggedIn(ShopClient.phone(2)).execute(sale, md5).state())
                .isEqualTo(-3);
    }

    @Test
    void whoBoughtNothingGetsNoPurchaseAsResult() {
        long sale = sales.open(3);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(1));
        assertThat(shop.result(sale).status()).isEqualTo(401);
        assertThat(buyer.result(sale).state()).isEqualTo(-4);
        sales.move(sale, Duration.ofHours(-2), Duration.ofHours(-1));
        await().until(() -> buyer.result(sale).state() == 0);
    }

    @Test
    void purchasesAreTheBuyersOwn() {
        long sale = sales.create("mine alone", 3, Duration.ofMinutes(-1), Duration.ofHours(1));
        ShopClient buyer = shop.loggedIn(ShopClient.phone(71));
        buyer.settled(sale, buyer.buy(sale));
        Answer mine = buyer.get("/seckill/purchases");
        assertThat(mine.http().body())
                .contains("mine alone")
                .contains("138****0071")
                .doesNotContain(ShopClient.phone(71));
        assertThat(mine.header("Cache-Control")).contains("no-store");
        assertThat(shop.loggedIn(ShopClient.phone(72))
                        .get("/seckill/purchases")
                        .http()
                        .body())
                .doesNotContain("mine alone");
        assertThat(shop.get("/seckill/purchases").http().body()).doesNotContain("mine alone");
    }
}
