package org.seckill.soldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.soldout.RelayedBoard.DECIDED;
import static org.seckill.soldout.RelayedBoard.FOLDER;
import static org.seckill.soldout.RelayedBoard.copy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.List;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.engine.ZooKeeperNode;
import org.seckill.testkit.run.ConcurrentRun;

/** Two nodes at one ZooKeeper, which stays. */
@Timeout(300)
class ZooKeeperRelayIT {
    private static final ZooKeeperNode SERVER = ZooKeeperNode.start();
    private static final Mark FIRST = new Mark(0, DECIDED);
    private static final Mark SECOND = new Mark(1, DECIDED.plusSeconds(9));

    private static final List<ACL> READ_ONLY =
            List.of(new ACL(ZooDefs.Perms.READ | ZooDefs.Perms.ADMIN, ZooDefs.Ids.ANYONE_ID_UNSAFE));

    private static long lastSale = 1000;

    private final long sale = ++lastSale;
    private final long another = ++lastSale;
    private final long unmarked = ++lastSale;
    private final RelayedBoard a = new RelayedBoard(SERVER.port());
    private final RelayedBoard b = new RelayedBoard(SERVER.port());

    @AfterEach
    void closeNodes() {
        a.close();
        b.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aMarkOfOneNodeIsKnownToTheOther() {
        // Only a mark that comes as an event has a relay time, so the first read of all marks must be over.
        b.awaitIdle(another);
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        assertThat(b.board.find(copy(sale, 0))).contains(FIRST);
        assertThat(b.board.isSoldOut(copy(unmarked, 0))).isFalse();
        await().until(() -> a.count("seckill.soldout.writes", "change", "published") == 1);
        await().until(() -> b.meters.get("seckill.soldout.relay").timer().count() == 1);
        // The mark of `another`, and no more.
        assertThat(b.board.countOwn()).isEqualTo(1);
        assertThat(b.count("seckill.soldout.writes", "change", "published")).isEqualTo(1);
    }

    @Test
    void itIsWrittenAsTextThatOperatorsCanRead() {
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        assertThat(b.written(sale)).isEqualTo("0 2030-01-01T10:00:00.123Z");
    }

    @Test
    void aNodeThatStartsAfterTheMarkReadsIt() {
        mark(a, FIRST);
        a.awaitRelayed(sale, FIRST);
        try (RelayedBoard late = new RelayedBoard(SERVER.port())) {
            late.awaitRelayed(sale, FIRST);
        }
    }

    @Test
    void aMarkOfAnOlderEpochDoesNotReplaceANewerOne() {
        mark(a, SECOND);
        b.awaitRelayed(sale, SECOND);
        b.board.mark(sale, 0, DECIDED.plusSeconds(99));
        b.awaitIdle(another);
        assertThat(b.written(sale)).startsWith("1 ");
        assertThat(b.board.relayed(sale)).contains(SECOND);
    }

    @Test
    void aMarkOfANewerEpochReplacesAnOlderOneEverywhere() {
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        mark(b, SECOND);
        a.awaitRelayed(sale, SECOND);
        assertThat(a.board.find(copy(sale, 0))).contains(SECOND);
    }

    @Test
    void ofTwoNodesThatMarkAtOnceTheNewestStands() {
        ConcurrentRun.of(2, member -> {
                    mark(member == 0 ? a : b, member == 0 ? FIRST : SECOND);
                    return "marked";
                })
                .results();
        a.awaitRelayed(sale, SECOND);
        b.awaitRelayed(sale, SECOND);
    }

    @Test
    void aRestockSeenByOneNodeClearsTheMarkOnAllAlsoWhereItWasMade() {
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        assertThat(b.board.isSoldOut(copy(sale, 1))).isFalse();
        a.awaitNothing(sale);
        b.awaitNothing(sale);
        assertThat(a.written(sale)).isNull();
        await().until(() -> b.count("seckill.soldout.writes", "change", "withdrawn") == 1);
    }

    @Test
    void aRestockByHandSeenByOneNodeClearsTheMarkOnAll() {
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        assertThat(b.board.isSoldOut(copy(sale, 0, DECIDED.plusSeconds(1)))).isFalse();
        a.awaitNothing(sale);
        assertThat(a.written(sale)).isNull();
    }

    @Test
    void theMarkOfTheNewEpochIsNotTakenBackByWhoNoticesTheRestockLate() {
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        mark(a, SECOND);
        b.awaitRelayed(sale, SECOND);
        // As if it had asked its board before the newer mark came.
        b.relay.restocked(copy(sale, 1));
        b.awaitIdle(another);
        assertThat(b.written(sale)).startsWith("1 ");
        assertThat(b.board.find(copy(sale, 1))).contains(SECOND);
    }

    @Test
    void aLateMarkAfterARestockCountsForNothingAndGoesAgain() {
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        assertThat(b.board.isSoldOut(copy(sale, 1))).isFalse();
        a.awaitNothing(sale);

        // It was answered before the restock, and stood still since.
        mark(a, FIRST);
        b.awaitRelayed(sale, FIRST);
        assertThat(b.board.isSoldOut(copy(sale, 1))).isFalse();
        a.awaitNothing(sale);
        b.awaitNothing(sale);
        assertThat(a.written(sale)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-1 2030-01-01T10:00:00Z", "99999999999 x", "7", "7 today"})
    void whatIsNoMarkIsRefusedAndTheOthersComeNevertheless(String text) {
        a.write(Long.toString(sale), "0 2030-01-01T10:00:00.123Z and what a later version adds");
        b.awaitRelayed(sale, FIRST);
        a.write(Long.toString(sale), text);
        b.awaitNothing(sale);
        assertThat(b.count("seckill.zookeeper.failures", "kind", "malformed")).isPositive();
        a.write("no-sale", "0 2030-01-01T10:00:00Z");
        mark(a, SECOND);
        b.awaitRelayed(sale, SECOND);
        assertThat(b.count("seckill.zookeeper.failures", "kind", "operation")).isZero();
    }

    @Test
    void aNodeThatKnowsBetterMendsWhatIsNoMark() {
        a.write(Long.toString(sale), "nonsense");
        mark(b, FIRST);
        a.awaitRelayed(sale, FIRST);
    }

    @Test
    void aCallThatFailsIsMadeAgain() throws Exception {
        a.awaitIdle(another);
        // Nobody may make a mark there.
        a.client.setACL().withACL(READ_ONLY).forPath(FOLDER);
        try {
            mark(b, FIRST);
            await().until(() -> b.count("seckill.zookeeper.failures", "kind", "operation") > 1);
            assertThat(b.board.find(copy(sale, 0))).contains(FIRST);
            assertThat(a.written(sale)).isNull();
        } finally {
            a.client.setACL().withACL(ZooDefs.Ids.OPEN_ACL_UNSAFE).forPath(FOLDER);
        }
        a.awaitRelayed(sale, FIRST);
    }

    private void mark(RelayedBoard node, Mark mark) {
        node.board.mark(sale, mark.epoch(), mark.decidedAt());
    }
}
