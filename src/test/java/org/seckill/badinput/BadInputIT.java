package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.SeededTrials;

/**
 * Any path, any header, any cookie, any form, any byte: no fault, nothing of the inner life, and a shop that sells on to
 * honest buyers and to nobody else. {@code -Dseckill.seeds=1000} takes so many seeds from the first, and
 * {@code -Dseckill.seed=123} that one alone.
 */
class BadInputIT {
    private static final int SEEDS = Integer.getInteger("seckill.seeds", 100);
    private static final int BLOCKS = 10;

    /** Seeds at a time. */
    private static final int AT_A_TIME = 4;

    private static final List<TestShop> SHOPS =
            Arrays.stream(PurchaseMode.values()).map(TestShop::shared).toList();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_A_TIME);

    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> whateverIsSentIsAnsweredAsItShouldBeAndBuysNothing() {
        return SeededTrials.run(
                SEEDS,
                BLOCKS,
                THREADS,
                this::run,
                dynamicTest(
                        "every kind of answer was heard",
                        () -> assertThat(statuses).contains(200, 302, 303, 400, 401, 403, 404, 405, 411, 413)));
    }

    private void run(long seed) {
        TestShop shop = SHOPS.get((int) (seed % SHOPS.size()));
        new BadInputTrial(
                        seed,
                        new AttackConnection(shop.port(), Duration.ZERO, statuses),
                        new HonestShop(shop.client(), shop.database()))
                .run();
    }
}
