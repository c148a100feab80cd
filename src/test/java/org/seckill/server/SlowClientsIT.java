package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;

/** The whole shop without Nginx before it, while more slow clients of each kind than it has threads hold on to it. */
@Tag("outage")
@Timeout(300)
class SlowClientsIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final int SLOW = 220;
    private static final String FORM = "POST /seckill/login HTTP/1.1\r\nHost: a\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8000\r\n\r\np";

    @Test
    void buyersVisitLogInAndBuyWhileSlowClientsAttack() throws IOException {
        try (TestShop app = TestShop.start(Map.of(
                        "SECKILL_HTTP_REQUEST_DEADLINE_MS", "2000", "SECKILL_HTTP_RESPONSE_DEADLINE_MS", "2000"));
                SlowClients slow = new SlowClients()) {
            ShopClient shop = app.client();
            long sale = SALES.open(1000);
            // More than the buffers of both sides hold.
            String unread = ("GET " + styles(shop) + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(50);
            slow.add(SLOW, app.port(), FORM, "p")
                    .add(SLOW, app.port(), unread, "G")
                    .start();

            int bought = 0;
            while (slow.connected() > 0) {
                assertThat(shop.get("/seckill/" + sale + "/detail").http().body())
                        .contains("id=\"buy\"");
                ShopClient buyer = shop.loggedIn(ShopClient.phone(bought));
                assertThat(buyer.buy(sale).state()).isEqualTo(1);
                bought++;
            }
            assertThat(bought).isPositive();
            assertThat(SALES.purchases(sale)).isEqualTo(bought);
        }
    }

    private static String styles(ShopClient shop) {
        return shop.get("/seckill/list")
                .http()
                .body()
                .replaceFirst("(?s).*<link rel=\"stylesheet\" href=\"([^\"]+)\".*", "$1");
    }
}
