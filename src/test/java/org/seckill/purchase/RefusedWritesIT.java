package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.PrivateDatabase;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.ConcurrentRun;

/** A database that answers and refuses every write, and one that took its place. */
@Tag("outage")
@Tag("database")
class RefusedWritesIT {
    /** Less than the 8 s for which an order with an unknown outcome is tried. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int BUYERS = 500;

    private static PrivateDatabase server;
    private static TestShop app;

    /** The definition of the one that was dropped. */
    private static String procedure = "";

    /** Reasons to refuse orders, each with the statements that begin and end it. */
    enum Reason {
        READ_ONLY("the server is read-only") {
            @Override
            void begin() {
                server.administer("SET GLOBAL read_only = 1");
            }

            @Override
            void end() {
                server.administer("SET GLOBAL read_only = 0");
            }
        },
        STATEMENT_BINLOG("its binlog_format is STATEMENT") {
            @Override
            void begin() {
                server.administer("SET GLOBAL binlog_format = 'STATEMENT'");
                endSessions();
            }

            @Override
            void end() {
                server.administer("SET GLOBAL binlog_format = 'ROW'");
            }
        },
        FULL_TABLE("a table or a disk of the server is full") {
            // Error 1114 is what InnoDB reports of a full disk, a full tablespace and a full table.
            @Override
            void begin() {
                server.administer("CREATE TRIGGER seckill.full_table BEFORE INSERT ON seckill.purchase FOR EACH ROW"
                        + " SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'");
            }

            @Override
            void end() {
                server.administer("DROP TRIGGER seckill.full_table");
            }

            @Override
            boolean showsWithoutAnOrder() {
                return false;
            }
        },
        MISSING_PROCEDURE("a stored procedure is missing") {
            @Override
            void begin() {
                procedure = (String) server.database()
                        .rows("SHOW CREATE PROCEDURE execute_seckill")
                        .get(0)
                        .get(2);
                server.database().update("DROP PROCEDURE execute_seckill");
            }

            @Override
            void end() {
                server.database().update(procedure);
            }
        },
        NO_RIGHT_TO_CALL("the account lacks a right, error 1370") {
            @Override
            void begin() {
                revoke("EXECUTE");
            }

            @Override
            void end() {
                grant("EXECUTE");
            }
        },
        NO_RIGHT_TO_INSERT("the account lacks a right, error 1142") {
            @Override
            void begin() {
                revoke("INSERT");
            }

            @Override
            void end() {
                grant("INSERT");
            }
        },
        NO_RIGHT_TO_UPDATE("the account lacks a right, error 1142") {
            @Override
            void begin() {
                revoke("UPDATE");
            }

            @Override
            void end() {
                grant("UPDATE");
            }
        };

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        abstract void begin();

        abstract void end();

        boolean showsWithoutAnOrder() {
            return true;
        }
    }

    @BeforeAll
    static void start() {
        server = PrivateDatabase.startWithBinaryLog();
        // One session: the press uses the one with which readyz found the reason.
        app = TestShop.at(PurchaseMode.PROCEDURE)
                .with(server.settings(server.database().port()))
                .with("SECKILL_DB_POOL", 1)
                .start();
    }

    @AfterAll
    static void stop() {
        app.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void itIsNamedAndBuyersAreRefusedAtOnceUntilItTakesWritesAgain(Reason reason) {
        TestSales sales = new TestSales(server.database());
        long sale = sales.open(5);
        ShopClient buyer = app.client().loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        reason.begin();
        try {
            if (reason.showsWithoutAnOrder()) {
                await().until(() -> error(buyer).startsWith("missing: database (" + reason.words));
            }
            assertBusyAtOnce(buyer, sale, md5);
            assertMissing(buyer, reason.words);
            assertBusyAtOnce(buyer, sale, md5);
            assertThat(sales.purchases(sale)).isZero();
            assertThat(sales.stock(sale)).isEqualTo(5);
        } finally {
            reason.end();
        }
        await().until(() -> buyer.execute(sale, md5).state() == 1);
        await().until(() -> buyer.get("/readyz").status() == 200);
        assertThat(sales.purchases(sale)).isEqualTo(1);
    }

    @Test
    void aBatchThatIsTooLargeForAPacketOfTheServerIsHalved() {
        server.administer("SET GLOBAL max_allowed_packet = 4096");
        try (TestShop node = TestShop.start(server.settings(server.database().port()))) {
            TestSales sales = new TestSales(server.database());
            long sale = sales.open(500);
            ShopClient shop = node.client();
            List<ShopClient> buyers = IntStream.range(0, BUYERS)
                    .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                    .toList();
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
            ConcurrentRun crowd;
            try (RowLock hold = RowLock.of(server.database(), sale)) {
                crowd = ConcurrentRun.of(BUYERS, i -> buyers.get(i).execute(sale, md5s.get(i)));
                await().until(() -> depth(shop, sale) > BUYERS / 2);
            }
            assertThat(crowd.<Answer>results()).extracting(Answer::state).containsOnly(1);
            assertThat(sales.purchases(sale)).isEqualTo(BUYERS);
        } finally {
            server.administer("SET GLOBAL max_allowed_packet = 67108864");
        }
    }

    @Test
    void afterAFailoverBehindOneAddressTheSuccessorSells() {
        try (PrivateDatabase successor = PrivateDatabase.start();
                TcpProxy address = new TcpProxy(server.database().port());
                TestShop node = TestShop.start(server.settings(address.port()))) {
            long sale = new TestSales(server.database()).open(5);
            copy(sale, successor.database());
            ShopClient shop = node.client();
            assertThat(shop.loggedIn(ShopClient.phone(1)).buy(sale).state()).isEqualTo(1);
            ShopClient next = shop.loggedIn(ShopClient.phone(2));
            String md5 = next.md5(sale);
            server.administer("SET GLOBAL read_only = 1");
            address.leadTo(successor.database().port());
            long begun = System.nanoTime();
            await().until(() -> next.execute(sale, md5).state() == 1);
            Duration outage = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(outage).isLessThan(Duration.ofSeconds(20));
            assertThat(new TestSales(successor.database()).purchases(sale)).isEqualTo(1);
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

    private static void revoke(String right) {
        server.administer("REVOKE " + right + " ON `seckill%`.* FROM " + server.account());
        endSessions();
    }

    private static void grant(String right) {
        server.administer("GRANT " + right + " ON `seckill%`.* TO " + server.account());
    }

    /** Those of the pool: a session keeps the format and the rights with which it began. */
    private static void endSessions() {
        server.database()
                .rows(
                        "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND user = ?",
                        server.database().user())
                .forEach(session -> end(session.get(0)));
    }

    private static void end(Object session) {
        try {
            server.administer("KILL " + session);
        } catch (AssertionError e) {
            if (!String.valueOf(e.getMessage()).contains("Unknown thread id")) {
                throw e;
            }
        }
    }

    private static void assertBusyAtOnce(ShopClient buyer, long sale, String md5) {
        long begun = System.nanoTime();
        Answer answer = buyer.execute(sale, md5);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.state()).isEqualTo(-4);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    }

    private static String error(ShopClient shop) {
        return shop.get("/readyz").json().get("error").asString("");
    }

    private static void assertMissing(ShopClient shop, String why) {
        Answer ready = shop.get("/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().get("error").asString()).startsWith("missing: database (" + why);
        assertThat(ready.data().get("database.reason").asString()).startsWith(why);
    }

    private static double depth(ShopClient shop, long sale) {
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
