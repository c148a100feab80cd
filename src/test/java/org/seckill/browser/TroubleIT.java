package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy.Fault;

/** What a buyer sees, and what the database holds in the end, when something breaks in the middle of a purchase. */
@Tag("browser")
class TroubleIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final AtomicInteger BUYERS = new AtomicInteger(6000);
    private static final int ALWAYS = Integer.MAX_VALUE;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static TestShop shop;

    @BeforeAll
    static void start() {
        shop = TestShop.at(PurchaseMode.PROCEDURE)
                .frontProxy()
                .databaseProxy()
                .with("SECKILL_PURCHASE_DEADLINE_MS", 1000)
                .start();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.heal();
    }

    private final String phone = ShopClient.phone(BUYERS.incrementAndGet());
    private final long sale = SALES.open(5);
    private BrowserTab tab;

    private DetailPage ready() {
        return ready(Device.PHONE, shop.base());
    }

    private DetailPage ready(Device device, String base) {
        tab = CHROMIUM.visit(PageVisitor.on(device));
        tab.carry(shop.client().loggedIn(phone).cookie(), base);
        DetailPage detail = DetailPage.open(tab, base, sale);
        detail.awaitState("ready");
        return detail;
    }

    @Test
    void aBusyShopIsAskedAgainByThePageUntilItAnswers() {
        asksAgainUntilItIsAnswered(Device.PHONE, shop.base());
    }

    @Test
    void aBusyShopIsAskedAgainThroughNginxToo() {
        try (NginxProcess nginx = NginxProcess.before(shop.port())) {
            asksAgainUntilItIsAnswered(Device.DESKTOP, nginx.shop().base());
        }
    }

    private void asksAgainUntilItIsAnswered(Device device, String base) {
        DetailPage detail = ready(device, base);
        shop.loseDatabase();
        detail.press();
        detail.awaitState("busy");
        assertThat(detail.pressable()).isFalse();
        assertThat(tab.text("#status")).containsIgnoringCase("very busy");
        shop.databaseProxy().heal();
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        assertThat(detail.states()).doesNotContain("error", "unknown");
    }

    @Test
    void anUnknownOutcomeIsAskedAtResultByThePage() {
        DetailPage detail = ready();
        shop.databaseProxy().arm(Fault.BEFORE_THE_ANSWER, "execute_seckill", ALWAYS);
        detail.press();
        detail.awaitState("bought|already");
        assertThat(shop.databaseProxy().struck()).isPositive();
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @Test
    void aPageThatIsLoadedAnewInTheMiddleOfItsPurchaseFindsIt() {
        DetailPage detail = ready();
        shop.frontProxy().arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/execution", ALWAYS);
        detail.press();
        detail.awaitState("working");
        await().until(() -> SALES.purchases(sale) == 1);
        tab.reload();
        detail.awaitState("bought|already");
        assertThat(tab.text("#purchase")).contains("138****" + phone.substring(7));
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        assertThat(SALES.stock(sale)).isEqualTo(4);
    }

    @Test
    void anOrderThatNeverArrivedMayBePressedAgain() {
        DetailPage detail = ready();
        shop.frontProxy().arm(Fault.BEFORE_THE_REQUEST, "/execution", ALWAYS);
        detail.press();
        detail.awaitState("unknown");
        detail.awaitState("ready");
        assertThat(SALES.purchases(sale)).isZero();
        shop.frontProxy().heal();
        detail.press();
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @Test
    void aDoubleClickBuysOnce() {
        DetailPage detail = ready();
        tab.script("const buy = document.querySelector('#buy'); buy.click(); buy.click();");
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
        assertThat(SALES.stock(sale)).isEqualTo(4);
        assertThat(executions()).isEqualTo(1);
    }

    @Test
    void whoBoughtElsewhereMeanwhileIsShownThatPurchase() {
        DetailPage detail = ready();
        String ticket = shop.client()
                .loggedIn(phone)
                .buy(sale)
                .data()
                .at("/successKilled/ticket")
                .asString();
        // Long ago, or the page would take it for what its own press made, asked a second time on the way.
        TestEngines.database()
                .update("UPDATE purchase SET create_time = create_time - INTERVAL 1 MINUTE WHERE ticket = ?", ticket);
        detail.press();
        detail.awaitState("already");
        assertThat(tab.text("#purchase")).contains(ticket);
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    /** How often this page asked to buy. */
    private long executions() {
        return (long) tab.number("return performance.getEntriesByType('resource')"
                + ".filter(request => request.name.endsWith('/execution')).length");
    }
}
