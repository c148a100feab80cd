package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Hold;
import org.seckill.testing.OwnDatabase;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.Shop.Answer;
import org.seckill.testing.TcpProxy;

/** A database that answers and refuses every write, and one that took its place. */
@Tag("outage")
@Tag("database")
class RefusedWritesIT {
    /** Below the 8 s for which an order is tried when nobody knows what became of it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int BUYERS = 200;

    private static OwnDatabase server;

    @BeforeAll
    static void start() {
        server = OwnDatabase.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aReadOnlyServerIsNamedAndItsBuyersAreRefusedAtOnceUntilItTakesWritesAgain() {
        try (Server app = App.start(server.settings(server.database().port()))) {
            Sales sales = new Sales(server.database());
            long sale = sales.open(5);
            Shop buyer = new Shop(app.port()).loggedIn(Shop.phone(1));
            String md5 = buyer.md5(sale);
            server.administer("SET GLOBAL read_only = 1");
            try {
                assertBusyAtOnce(buyer, sale, md5);
                assertMissing(buyer, "the server is read-only");
            } finally {
                server.administer("SET GLOBAL read_only = 0");
            }
            Crowd.until(() -> buyer.execute(sale, md5).state() == 1);
            assertThat(buyer.get("/readyz").status()).isEqualTo(200);
            assertThat(sales.purchases(sale)).isEqualTo(1);
        }
    }

    @Test
    void aMissingProcedureIsNamedBeforeAnybodyPressesAndBuyersAreRefusedSoonUntilItIsThere() {
        try (Server app = App.start(server.settings(server.database().port()))) {
            long sale = new Sales(server.database()).open(5);
            Shop buyer = new Shop(app.port()).loggedIn(Shop.phone(1));
            String md5 = buyer.md5(sale);
            List<Object> definition = server.database()
                    .rows("SHOW CREATE PROCEDURE execute_seckill")
                    .get(0);
            server.database().update("DROP PROCEDURE execute_seckill");
            try {
                assertMissing(buyer, "a stored procedure is missing");
                assertBusyAtOnce(buyer, sale, md5);
            } finally {
                server.database().update((String) definition.get(2));
            }
            Crowd.until(() -> buyer.execute(sale, md5).state() == 1);
            Crowd.until(() -> buyer.get("/readyz").status() == 200);
        }
    }

    @Test
    void aBatchThatIsTooLargeForAPacketOfTheServerIsHalved() {
        // The schema is made first: the procedure itself is larger.
        App.start(server.settings(server.database().port())).close();
        server.administer("SET GLOBAL max_allowed_packet = 4096");
        try (Server app = App.start(server.settings(server.database().port()))) {
            Sales sales = new Sales(server.database());
            long sale = sales.open(500);
            Shop shop = new Shop(app.port());
            List<Shop> buyers = IntStream.range(0, BUYERS)
                    .mapToObj(i -> shop.loggedIn(Shop.phone(i)))
                    .toList();
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
            Crowd crowd;
            try (Hold hold = Hold.of(server.database(), sale)) {
                crowd = Crowd.of(BUYERS, i -> buyers.get(i).execute(sale, md5s.get(i)));
                Crowd.until(() -> depth(shop, sale) > BUYERS / 2);
            }
            assertThat(crowd.<Answer>results()).extracting(Answer::state).containsOnly(1);
            assertThat(sales.purchases(sale)).isEqualTo(BUYERS);
        } finally {
            server.administer("SET GLOBAL max_allowed_packet = 67108864");
        }
    }

    @Test
    void afterAFailoverBehindOneAddressTheSuccessorSells() {
        try (OwnDatabase successor = OwnDatabase.start();
                TcpProxy address = new TcpProxy(server.database().port());
                Server app = App.start(server.settings(address.port()))) {
            App.start(successor.settings(successor.database().port())).close();
            long sale = new Sales(server.database()).open(5);
            copy(sale, successor.database());
            Shop shop = new Shop(app.port());
            assertThat(shop.loggedIn(Shop.phone(1)).buy(sale).state()).isEqualTo(1);
            Shop next = shop.loggedIn(Shop.phone(2));
            String md5 = next.md5(sale);
            server.administer("SET GLOBAL read_only = 1");
            address.leadTo(successor.database().port());
            long begun = System.nanoTime();
            Crowd.until(() -> next.execute(sale, md5).state() == 1);
            Duration outage = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(outage).isLessThan(Duration.ofSeconds(20));
            assertThat(new Sales(successor.database()).purchases(sale)).isEqualTo(1);
            assertThat(next.get("/readyz").status()).isEqualTo(200);
        } finally {
            server.administer("SET GLOBAL read_only = 0");
        }
    }

    /** As replication would have done. */
    private static void copy(long sale, Database to) {
        List<Object> row = server.database()
                .rows("SELECT name, number, start_time, end_time FROM seckill WHERE seckill_id = ?", sale)
                .get(0);
        to.update(
                "INSERT INTO seckill (seckill_id, name, number, start_time, end_time) VALUES (?, ?, ?, ?, ?)",
                sale,
                row.get(0),
                row.get(1),
                row.get(2),
                row.get(3));
    }

    private static void assertBusyAtOnce(Shop buyer, long sale, String md5) {
        long begun = System.nanoTime();
        Answer answer = buyer.execute(sale, md5);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.state()).isEqualTo(-4);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    }

    private static void assertMissing(Shop shop, String why) {
        Answer ready = shop.get("/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().get("error").asString()).startsWith("missing: database (" + why);
        assertThat(ready.data().get("database.reason").asString()).startsWith(why);
    }

    private static double depth(Shop shop, long sale) {
        String name = "seckill_lane_depth{sale=\"" + sale + "\"} ";
        return shop.get("/metrics")
                .http()
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(0);
    }
}
