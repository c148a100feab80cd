package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.server.Server;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestNode;

/** The same through Nginx as it is deployed: {@code -Dseckill.seeds} and {@code -Dseckill.seed} as for the node alone. */
@Tag("nginx")
class BehindNginxIT {
    private static final int SEEDS = Integer.getInteger("seckill.seeds", 8);

    /** Nginx gives up whatever it does for somebody who says that nothing more will come. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static Server node;
    private static NginxProcess nginx;

    @BeforeAll
    static void start() {
        node = TestNode.start(Map.of());
        // Nginx has less patience with a node that has just started on a busy machine.
        assertThat(new ShopClient(node.port()).get("/seckill/list").status()).isEqualTo(200);
        nginx = NginxProcess.before(node.port());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        node.close();
    }

    @Test
    void whateverIsSentIsAnsweredAsItShouldBeAndBuysNothing() {
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        Long alone = Long.getLong("seckill.seed");
        LongStream seeds = alone != null ? LongStream.of(alone) : LongStream.rangeClosed(1, SEEDS);
        seeds.forEach(seed -> new BadInputTrial(
                        seed, new AttackConnection(nginx.port(), PATIENCE, statuses), new HonestShop(nginx.shop()))
                .run());
        assertThat(statuses).contains(200, 400, 404, 405);
    }
}
