package org.seckill.soldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.soldout.RelayedBoard.DECIDED;
import static org.seckill.soldout.RelayedBoard.copy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.sale.Sale;
import org.seckill.testkit.engine.ZooKeeperNode;

@Timeout(300)
class ZooKeeperSweepIT {
    private static final long SALE = 1000;
    private static final long OTHER = 1001;
    private static final Mark MARK = new Mark(0, DECIDED);
    private static final Instant END = copy(SALE, 0).window().end();

    private final ZooKeeperNode server = ZooKeeperNode.start();
    private final RelayedBoard maker = new RelayedBoard(server.port());
    private final RelayedBoard node = new RelayedBoard(server.port());

    @AfterEach
    void stop() {
        node.close();
        maker.close();
        server.close();
    }

    @Test
    void theMarkOfASaleThatWasOverADayAgoIsTakenOutOnAllNodes() {
        markBoth();
        sweep(Map.of(SALE, copy(SALE, 0))::get, END.plus(Duration.ofDays(1)).plusMillis(1));
        maker.awaitNothing(SALE);
        node.awaitNothing(SALE);
        assertThat(node.written(SALE)).isNull();
    }

    @Test
    void theMarkOfASaleThatIsNoMoreIsTakenOut() {
        markBoth();
        sweep(Map.of(OTHER, copy(OTHER, 0))::get, DECIDED);
        maker.awaitNothing(SALE);
        assertThat(maker.written(OTHER)).isNotNull();
    }

    @Test
    void theMarkOfASaleThatWasOverForLessStays() {
        markBoth();
        sweep(Map.of(SALE, copy(SALE, 0), OTHER, copy(OTHER, 0))::get, END.plus(Duration.ofDays(1)));
        node.awaitIdle(1002);
        assertThat(node.written(SALE)).isNotNull();
        assertThat(node.written(OTHER)).isNotNull();
    }

    @Test
    void aRestockThatNobodyAskedAboutIsNoticed() {
        markBoth();
        sweep(Map.of(SALE, copy(SALE, 1), OTHER, copy(OTHER, 0))::get, DECIDED);
        maker.awaitNothing(SALE);
        assertThat(maker.written(SALE)).isNull();
        assertThat(maker.written(OTHER)).isNotNull();
    }

    @Test
    void itGoesOnByItselfAfterTheCatalogueFailed() {
        markBoth();
        int[] asked = {0};
        LongFunction<Sale> shaky = sale -> {
            if (asked[0]++ == 0) {
                throw new IllegalStateException("the database is away");
            }
            return copy(sale, 1);
        };
        try (ZooKeeperMarkCleanup sweep = at(DECIDED, shaky)) {
            sweep.start(Duration.ofMillis(20));
            maker.awaitNothing(SALE);
            maker.awaitNothing(OTHER);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void markBoth() {
        maker.board.mark(SALE, 0, DECIDED);
        maker.board.mark(OTHER, 0, DECIDED);
        node.awaitRelayed(SALE, MARK);
        node.awaitRelayed(OTHER, MARK);
        maker.awaitRelayed(OTHER, MARK);
    }

    private void sweep(LongFunction<Sale> catalogue, Instant now) {
        try (ZooKeeperMarkCleanup sweep = at(now, catalogue)) {
            sweep.sweep();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ZooKeeperMarkCleanup at(Instant now, LongFunction<Sale> catalogue) {
        return new ZooKeeperMarkCleanup(
                node.board,
                node.relay,
                sale -> Optional.ofNullable(catalogue.apply(sale)),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
