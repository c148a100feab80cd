package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.TestShop;

/** The same through Nginx as it is deployed: {@code -Dseckill.seeds} and {@code -Dseckill.seed} as for the node alone. */
@Tag("nginx")
class BehindNginxIT {
    private static final int SEEDS = Integer.getInteger("seckill.seeds", 8);

    /** Nginx gives up whatever it does for somebody who says that nothing more will come. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static NginxProcess nginx;

    @BeforeAll
    static void start() {
        TestShop shop = TestShop.shared();
        // Nginx has less patience with a node that has just started on a busy machine.
        assertThat(shop.client().get("/seckill/list").status()).isEqualTo(200);
        nginx = NginxProcess.before(shop.port());
    }

    @AfterAll
    static void stop() {
        nginx.close();
    }

    @Test
    void whateverIsSentIsAnsweredAsItShouldBeAndBuysNothing() {
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        Long alone = Long.getLong("seckill.seed");
        LongStream seeds = alone != null ? LongStream.of(alone) : LongStream.rangeClosed(1, SEEDS);
        seeds.forEach(seed -> new BadInputTrial(
                        seed,
                        new AttackConnection(nginx.port(), PATIENCE, statuses),
                        new HonestShop(nginx.shop(), TestShop.shared().database()))
                .run());
        assertThat(statuses).contains(200, 400, 404, 405);
    }
}
