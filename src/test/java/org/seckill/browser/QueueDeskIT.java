package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.browser.Visitor.Device;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.TcpProxy;

/** The page before the desk that sells through Redis. */
@Tag("browser")
class QueueDeskIT {
    private static final Sales SALES = new Sales(Engines.database());

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private TcpProxy database;
    private Server app;
    private Shop shop;
    private long sale;

    @BeforeEach
    void start() {
        database = new TcpProxy(Engines.database().port());
        app = App.start(Map.of(
                "SECKILL_PURCHASE",
                "queue",
                "SECKILL_DB_URL",
                Engines.database().at(database.port()).url()));
        shop = new Shop(app.port());
        sale = SALES.open(5);
    }

    @AfterEach
    void stop() {
        app.close();
        database.close();
    }

    @Test
    void anOrderInLineIsNotShownToAnotherBuyerWhoLogsInMeanwhile() {
        Shop other = shop.loggedIn(Shop.phone(12_003));
        other.buy(sale);
        Crowd.until(() -> other.result(sale).state() == 1);

        Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE));
        tab.carry(shop.loggedIn(Shop.phone(12_004)).cookie(), shop.base());
        Detail detail = Detail.open(tab, shop.base(), sale);
        detail.awaitState("ready");
        database.cut();
        detail.press();
        detail.awaitState("queued");
        // The page is not told; it learns of it when it asks for the result.
        tab.carry(shop.loggedIn(Shop.phone(12_005)).cookie(), shop.base());
        detail.awaitState("changed");
        assertThat(tab.shows("#order")).isFalse();
        assertThat(tab.text("#status")).contains("2005");

        database.heal();
        Crowd.until(() -> SALES.purchases(sale) == 2);
        detail.press();
        detail.awaitState("ready");
        assertThat(tab.shows("#purchase")).isFalse();
        assertThat(detail.states()).doesNotContain("bought", "already");
    }

    @Test
    void anOrderWaitsInLineWhileTheDatabaseIsAwayAndIsBoughtWhenItIsBack() {
        // The stock is in Redis once somebody has bought.
        Shop other = shop.loggedIn(Shop.phone(12_001));
        other.buy(sale);
        Crowd.until(() -> other.result(sale).state() == 1);

        Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE));
        tab.carry(shop.loggedIn(Shop.phone(12_002)).cookie(), shop.base());
        Detail detail = Detail.open(tab, shop.base(), sale);
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
        Shop holder = shop.loggedIn(Shop.phone(12_003));
        holder.buy(sale);
        Crowd.until(() -> holder.result(sale).state() == 1);
        Shop buyer = shop.loggedIn(Shop.phone(12_004));
        // In this node's memory, as of every sale that somebody looks at.
        assertThat(buyer.get("/seckill/" + sale + "/detail").status()).isEqualTo(200);
        if (silent) {
            database.freeze();
        } else {
            database.cut();
        }

        Tab tab = CHROMIUM.visit(Visitor.on(Device.PHONE));
        tab.carry(buyer.cookie(), shop.base());
        Detail detail = Detail.open(tab, shop.base(), sale);
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
