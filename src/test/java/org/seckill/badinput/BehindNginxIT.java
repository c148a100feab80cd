package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.SeededTrials;

/** The same through Nginx as it is deployed: {@code -Dseckill.seeds} and {@code -Dseckill.seed} as for the node alone. */
@Tag("nginx")
class BehindNginxIT {
    private static final int SEEDS = Integer.getInteger("seckill.seeds", 8);

    /** How long the attacker waits before it closes its side: Nginx aborts the requests of a closed connection. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final int BLOCKS = 4;

    /** Trials run at the same time, because each mostly waits for Nginx to close a connection. */
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);

    private static NginxProcess nginx;

    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() {
        TestShop shop = TestShop.shared();
        // Nginx has less patience with a node that has just started on a busy machine.
        assertThat(shop.client().get("/seckill/list").status()).isEqualTo(200);
        nginx = NginxProcess.before(shop.port());
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        nginx.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRequestIsAnsweredAsItShouldBeAndBuysNothing() {
        return SeededTrials.run(
                SEEDS,
                BLOCKS,
                THREADS,
                this::run,
                dynamicTest(
                        "every kind of answer was received",
                        () -> assertThat(statuses).contains(200, 400, 404, 405)));
    }

    private void run(long seed) {
        new BadInputTrial(
                        seed,
                        new AttackConnection(nginx.port(), PATIENCE, statuses),
                        new HonestShop(nginx.shop(), TestShop.shared().database()))
                .run();
    }
}
