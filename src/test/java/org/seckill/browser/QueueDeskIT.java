package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;

/** The page before the desk that sells through Redis. */
@Tag("browser")
class QueueDeskIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static TestShop app;

    private final ShopClient shop = app.client();
    private final TcpProxy database = app.databaseProxy();
    private final long sale = SALES.open(5);

    @BeforeAll
    static void start() {
        app = TestShop.at(PurchaseMode.QUEUE).databaseProxy().start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @AfterEach
    void heal() {
        app.heal();
    }

    @Test
    void anOrderInLineIsNotShownToAnotherBuyerWhoLogsInMeanwhile() {
        ShopClient other = shop.loggedIn(ShopClient.phone(12_003));
        other.buy(sale);
        await().until(() -> other.result(sale).state() == 1);

        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        tab.carry(shop.loggedIn(ShopClient.phone(12_004)).cookie(), shop.base());
        DetailPage detail = DetailPage.open(tab, shop.base(), sale);
        detail.awaitState("ready");
        database.cut();
        detail.press();
        detail.awaitState("queued");
        // The page is not told; it learns of it when it asks for the result.
        tab.carry(shop.loggedIn(ShopClient.phone(12_005)).cookie(), shop.base());
        detail.awaitState("changed");
        assertThat(tab.shows("#order")).isFalse();
        assertThat(tab.text("#status")).contains("2005");

        database.heal();
        await().until(() -> SALES.purchases(sale) == 2);
        detail.press();
        detail.awaitState("ready");
        assertThat(tab.shows("#purchase")).isFalse();
        assertThat(detail.states()).doesNotContain("bought", "already");
    }

    @Test
    void anOrderWaitsInLineWhileTheDatabaseIsAwayAndIsBoughtWhenItIsBack() {
        // The stock is in Redis once somebody has bought.
        ShopClient other = shop.loggedIn(ShopClient.phone(12_001));
        other.buy(sale);
        await().until(() -> other.result(sale).state() == 1);

        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        tab.carry(shop.loggedIn(ShopClient.phone(12_002)).cookie(), shop.base());
        DetailPage detail = DetailPage.open(tab, shop.base(), sale);
        detail.awaitState("ready");
        database.cut();
        detail.press();
        detail.awaitState("queued");
        assertThat(tab.text("#order dd")).isNotBlank();
        String ticket = tab.text("#order dd");

        database.heal();
        detail.awaitState("bought");
        assertThat(tab.text("#purchase")).contains(ticket);
        assertThat(SALES.purchases(sale)).isEqualTo(2);
        assertThat(detail.states()).doesNotContain("unknown", "error", "already");
    }

    /** Redis knows that this buyer has nothing; of who bought, only the database can tell what. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theButtonCanBePressedAtOnceWhileTheDatabaseIsAway(boolean silent) {
        ShopClient holder = shop.loggedIn(ShopClient.phone(12_003));
        holder.buy(sale);
        await().until(() -> holder.result(sale).state() == 1);
        ShopClient buyer = shop.loggedIn(ShopClient.phone(12_004));
        // In this node's memory, as of every sale that somebody looks at.
        assertThat(buyer.get("/seckill/" + sale + "/detail").status()).isEqualTo(200);
        if (silent) {
            database.freeze();
        } else {
            database.cut();
        }

        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        tab.carry(buyer.cookie(), shop.base());
        DetailPage detail = DetailPage.open(tab, shop.base(), sale);
        detail.awaitState("ready");
        assertThat(detail.pressable()).isTrue();
        assertThat(detail.firstPressable()).isLessThan(Duration.ofSeconds(3));
        assertThat(detail.states()).doesNotContain("busy", "error");
        assertThat(holder.result(sale).state()).isEqualTo(-2);
        detail.press();
        detail.awaitState("queued");

        database.heal();
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(2);
    }
}
