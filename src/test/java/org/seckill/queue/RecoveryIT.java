package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.reconcile.StockReconciler;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.run.LogLines;

/** Sales continue while Redis, its data or nodes are lost. */
@Tag("outage")
@Timeout(300)
class RecoveryIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);
    private static final int UNITS = 300;
    private static final int BUYERS = 600;

    private final LogLines logged = LogLines.of(StockReconciler.class);
    private static QueueNodes nodes;

    /** Two nodes at the end of each test. */
    private static volatile List<ShopClient> doors;

    private long sale;

    @BeforeAll
    static void start() {
        nodes = new QueueNodes("recovery", "--appendfsync", "always");
        doors = List.of(nodes.start(), nodes.start());
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @BeforeEach
    void open() {
        await().until(() -> doors.stream().allMatch(node -> node.get("/readyz").status() == 200));
        sale = SALES.open(UNITS);
    }

    @AfterEach
    void close() {
        logged.close();
    }

    @Test
    void aRedisThatIsKilledAndComesBackWithItsFileHasLostNothing() {
        QueueLoad rush = rush();
        await().until(() -> SALES.purchases(sale) > 30);
        nodes.redis.kill();
        nodes.redis.start();
        List<Integer> states = rush.end();
        assertThat(rush.waitedInVain()).isZero();
        rush.assertSoldExactly(UNITS, states);
        assertThat(loads()).isEqualTo(1);
    }

    @Test
    void aRedisThatForgetsEverythingIsLoadedFromTheDatabaseAndNothingIsOversold() {
        QueueLoad rush = rush();
        await().until(() -> SALES.purchases(sale) > 30);
        nodes.flush();
        List<Integer> states = rush.end();
        rush.assertSoldExactly(UNITS, states);
        assertThat(loads()).isEqualTo(2);
    }

    /** The state without {@code appendfsync always}, or after a failover to a replica that lagged. */
    @Test
    void aRedisThatLostItsLastWritesSellsNothingTwiceAndNobodyIsToldWrong() throws IOException {
        long begin = Files.size(nodes.file());
        QueueLoad rush = rush();
        await().until(() -> SALES.purchases(sale) > 100);
        nodes.redis.kill();
        try (FileChannel file = FileChannel.open(nodes.file(), StandardOpenOption.WRITE)) {
            file.truncate((begin + file.size()) / 2);
        }
        nodes.redis.start();
        List<Integer> states = rush.end();
        rush.assertSoldExactly(UNITS, states);
    }

    @Test
    void ordersThatRedisForgotAreToldToTryAgainAndMayDoSo() {
        ShopClient buyer = doors.get(0).loggedIn(ShopClient.phone(1));
        assertThat(doors.get(0).loggedIn(ShopClient.phone(0)).buy(sale).state()).isEqualTo(2);
        nodes.awaitEmptyStream(sale);
        String md5 = buyer.md5(sale);
        try (RowLock hold = RowLock.of(sale)) {
            assertThat(buyer.execute(sale, md5).state()).isEqualTo(2);
            assertThat(buyer.result(sale).state()).isEqualTo(2);
            nodes.flush();
            assertThat(buyer.result(sale).state()).isEqualTo(-4);
        }
        await().until(() -> List.of(2, -1).contains(buyer.execute(sale, md5).state()));
        await().until(() -> buyer.result(sale).state() == 1);
        assertThat(SALES.purchases(sale)).isEqualTo(2);
        await().until(() -> nodes.stock(sale).equals(Integer.toString(UNITS - 2)));
    }

    @Test
    void nodesThatAreRestartedOneAfterTheOtherSellOn() {
        QueueLoad rush = rush();
        for (int i = 0; i < 2; i++) {
            long soFar = SALES.purchases(sale);
            await().until(() -> SALES.purchases(sale) > Math.min(soFar + 20, UNITS - 1));
            ShopClient other = nodes.start();
            doors = List.of(doors.get(1), other);
            nodes.stopFirst();
        }
        List<Integer> states = rush.end();
        assertThat(rush.waitedInVain()).isZero();
        rush.assertSoldExactly(UNITS, states);
        assertThat(loads()).isEqualTo(1);
    }

    @Test
    void afterEverythingWasRestartedTheSaleGoesOnWhereItWas() {
        QueueLoad rush = rush();
        await().until(() -> SALES.purchases(sale) > 30);
        nodes.redis.kill();
        nodes.stopAll();
        nodes.redis.start();
        doors = List.of(nodes.start(), nodes.start());
        List<Integer> states = rush.end();
        assertThat(rush.waitedInVain()).isZero();
        rush.assertSoldExactly(UNITS, states);
        assertThat(loads()).isEqualTo(1);
    }

    @Test
    void howeverManyComeFirstTheStockIsLoadedOnceForEachEpoch() {
        QueueLoad rush = rush();
        rush.assertSoldExactly(UNITS, rush.end());
        assertThat(rush.waitedInVain()).isZero();
        assertThat(loads()).isEqualTo(1);
        DATABASE.rows("CALL restock_seckill(?, ?)", sale, 100);
        QueueLoad second = new QueueLoad(RecoveryIT::door, sale, BUYERS);
        // A node that does not know of the restock yet answers "sold out".
        second.assertSoldExactly(UNITS + 100, second.end());
        assertThat(loads()).isEqualTo(2);
    }

    @Test
    void aRestockWhileTheStreamIsFullOfOrdersAddsItsUnitsAndNoMore() throws SQLException {
        assertThat(doors.get(0).loggedIn(ShopClient.phone(9_999)).buy(sale).state())
                .isEqualTo(2);
        nodes.awaitEmptyStream(sale);
        QueueLoad rush;
        try (Connection session = DATABASE.connect()) {
            session.setAutoCommit(false);
            session.createStatement().executeQuery("SELECT 1 FROM seckill WHERE seckill_id = " + sale + " FOR UPDATE");
            rush = rush();
            await().until(() -> nodes.waiting(sale) == UNITS - 1);
            assertThat(nodes.stock(sale)).isEqualTo("0");
            session.createStatement().execute("CALL restock_seckill(" + sale + ", 100)");
            session.commit();
        }
        List<Integer> states = rush.end();
        assertThat(rush.waitedInVain()).isZero();
        rush.assertSoldExactly(UNITS + 100, states);
        assertThat(loads()).isEqualTo(2);
    }

    private QueueLoad rush() {
        return new QueueLoad(RecoveryIT::door, sale, BUYERS);
    }

    private static ShopClient door() {
        List<ShopClient> all = doors;
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }

    private long loads() {
        return logged.about(sale).stream()
                .filter(line -> line.startsWith("stock loaded "))
                .count();
    }
}
