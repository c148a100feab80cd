package org.seckill.soldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.soldout.RelayedBoard.DECIDED;
import static org.seckill.soldout.RelayedBoard.copy;
import static org.seckill.testkit.run.TestTimeouts.await;

import org.apache.curator.test.KillSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.seckill.testkit.engine.ZooKeeperNode;
import org.seckill.testkit.proxy.TcpProxy;

/** ZooKeeper goes away and comes back. Each test has its own server. */
@Tag("outage")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class ZooKeeperLossIT {
    private static final long THEIRS = 1000;
    private static final long OURS = 1001;
    private static final long MADE_MEANWHILE = 1002;
    private static final Mark MARK = new Mark(0, DECIDED);

    private final ZooKeeperNode server = ZooKeeperNode.start();
    private final TcpProxy proxy = new TcpProxy(server.port());
    private final RelayedBoard stays = new RelayedBoard(server.port());

    /** The one whose connection is in danger. */
    private final RelayedBoard node = new RelayedBoard(proxy.port());

    @AfterEach
    void stop() {
        node.close();
        stays.close();
        proxy.close();
        server.close();
    }

    @Test
    void aCutConnectionTakesTheMarksOfOthersAndLeavesTheOwn() {
        bothKnowBoth();
        proxy.cut();
        await().until(() -> !node.board.sales().contains(THEIRS));
        assertThat(node.board.find(copy(OURS, 0))).contains(MARK);
        await().until(() -> node.board.relayed(OURS).isEmpty());
        assertThat(stays.board.relayed(OURS)).contains(MARK);
        await().until(() -> !node.relay.isConnected());

        mark(node, MADE_MEANWHILE);
        proxy.heal();
        node.awaitRelayed(THEIRS, MARK);
        node.awaitRelayed(OURS, MARK);
        stays.awaitRelayed(MADE_MEANWHILE, MARK);
    }

    @Test
    void aServerThatFallsSilentIsNoticed() {
        bothKnowBoth();
        proxy.freeze();
        await().until(() -> !node.board.sales().contains(THEIRS));
        assertThat(node.board.own(OURS)).contains(MARK);
        proxy.heal();
        node.awaitRelayed(THEIRS, MARK);
    }

    @Test
    void whatWasTakenBackMeanwhileIsNotThereOnReturn() {
        bothKnowBoth();
        proxy.cut();
        await().until(() -> !node.board.sales().contains(THEIRS));
        assertThat(stays.board.isSoldOut(copy(THEIRS, 1))).isFalse();
        mark(stays, MADE_MEANWHILE);
        await().until(() -> stays.written(THEIRS) == null);
        proxy.heal();
        node.awaitRelayed(MADE_MEANWHILE, MARK);
        assertThat(node.board.sales()).doesNotContain(THEIRS);
    }

    @Test
    void anOwnMarkOfBeforeARestockThatWasMissedIsTakenBackOnReturn() {
        bothKnowBoth();
        proxy.cut();
        await().until(() -> !node.relay.isConnected());
        await().until(() -> node.board.relayed(OURS).isEmpty());
        assertThat(stays.board.isSoldOut(copy(OURS, 1))).isFalse();
        await().until(() -> stays.written(OURS) == null);
        proxy.heal();
        // It is published once more: until somebody who knows of the restock looks at it.
        await().until(() -> {
            assertThat(stays.board.isSoldOut(copy(OURS, 1))).isFalse();
            return node.relay.isConnected() && !node.board.sales().contains(OURS);
        });
        assertThat(stays.written(OURS)).isNull();
    }

    @Test
    void aServerThatComesBackWithItsDataIsReadAgain() {
        bothKnowBoth();
        server.stop();
        bothAreAlone();
        mark(node, MADE_MEANWHILE);
        server.restart();
        node.awaitRelayed(THEIRS, MARK);
        stays.awaitRelayed(OURS, MARK);
        stays.awaitRelayed(MADE_MEANWHILE, MARK);
    }

    @Test
    void aServerThatComesBackEmptyIsToldEverythingAgain() {
        bothKnowBoth();
        server.stop();
        bothAreAlone();
        server.restartEmpty();
        node.awaitRelayed(THEIRS, MARK);
        stays.awaitRelayed(OURS, MARK);
        mark(node, MADE_MEANWHILE);
        stays.awaitRelayed(MADE_MEANWHILE, MARK);
    }

    @Test
    void aSessionThatExpiredIsFollowedByAnother() throws Exception {
        bothKnowBoth();
        long expired = node.client.getZookeeperClient().getZooKeeper().getSessionId();
        KillSession.kill(node.client.getZookeeperClient().getZooKeeper());
        await().until(() -> node.relay.isConnected() && sessionOf(node) != expired);
        mark(stays, MADE_MEANWHILE);
        node.awaitRelayed(MADE_MEANWHILE, MARK);
        node.awaitRelayed(THEIRS, MARK);
        assertThat(node.board.own(OURS)).contains(MARK);
    }

    @Test
    void aNodeThatStartsWhileItIsAwayHoldsNobodyUpAndIsHeardLater() {
        server.stop();
        try (RelayedBoard early = new RelayedBoard(server.port())) {
            mark(early, MADE_MEANWHILE);
            assertThat(early.board.find(copy(MADE_MEANWHILE, 0))).contains(MARK);
            assertThat(early.relay.isConnected()).isFalse();
            server.restart();
            stays.awaitRelayed(MADE_MEANWHILE, MARK);
            early.awaitRelayed(MADE_MEANWHILE, MARK);
        }
    }

    private void bothKnowBoth() {
        mark(stays, THEIRS);
        mark(node, OURS);
        node.awaitRelayed(THEIRS, MARK);
        node.awaitRelayed(OURS, MARK);
        stays.awaitRelayed(OURS, MARK);
    }

    private void bothAreAlone() {
        await().until(() -> !node.board.sales().contains(THEIRS));
        await().until(() -> !stays.board.sales().contains(OURS));
        assertThat(node.board.own(OURS)).contains(MARK);
        assertThat(stays.board.own(THEIRS)).contains(MARK);
    }

    private static void mark(RelayedBoard node, long sale) {
        node.board.mark(sale, MARK.epoch(), MARK.decidedAt());
    }

    private static long sessionOf(RelayedBoard node) {
        try {
            return node.client.getZookeeperClient().getZooKeeper().getSessionId();
        } catch (Exception e) {
            // Between two sessions.
            return 0;
        }
    }
}
