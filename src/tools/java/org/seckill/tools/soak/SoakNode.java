package org.seckill.tools.soak;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.node.NodeProcess;
import org.seckill.testkit.node.NodeSettings;
import org.seckill.testkit.run.TestFolders;

/** One node of the WAR that sells one way, on a schema and a Redis of its own. */
final class SoakNode implements AutoCloseable {

    private final PurchaseMode desk;
    private final Database database;
    private final RedisNode redis;
    private final NodeProcess node;

    private SoakNode(PurchaseMode desk, Database database, RedisNode redis, NodeProcess node) {
        this.desk = desk;
        this.database = database;
        this.redis = redis;
        this.node = node;
    }

    /** Returns when it serves. */
    static SoakNode start(PurchaseMode desk) {
        Path home = TestFolders.anew("soak", "home", desk.setting());
        Database database = TestEngines.database().schema("seckill_soak_" + desk.setting());
        RedisNode redis = RedisNode.start(home.resolve("redis"));
        NodeProcess node = new NodeProcess("node", home, new NodeSettings(desk, database, redis.url(), null));
        SoakNode ground = new SoakNode(desk, database, redis, node);
        try {
            node.start();
            return ground;
        } catch (RuntimeException | Error e) {
            ground.close();
            throw e;
        }
    }

    PurchaseMode desk() {
        return desk;
    }

    Database database() {
        return database;
    }

    RedisNode redis() {
        return redis;
    }

    int port() {
        return node.port();
    }

    long pid() {
        return node.pid();
    }

    /**
     * Thirty days go by for a sale that is over: what of it has a lifetime in Redis is gone, and no node looks after it.
     * What was kept for ever stays.
     */
    void forget(long sale) {
        database.update(
                "UPDATE seckill SET start_time = start_time - INTERVAL 30 DAY, end_time = end_time - INTERVAL 30 DAY"
                        + " WHERE seckill_id = ?",
                sale);
        // A node that looks after it yet would put back what is deleted under its hands.
        await().until(() -> !isLookedAfter(sale));
        redis.ask(jedis -> {
            List<String> mortal = jedis.keys("seckill:{" + sale + "}:*").stream()
                    .filter(key -> jedis.pttl(key) >= 0)
                    .toList();
            mortal.forEach(jedis::del);
            return mortal.size();
        });
    }

    private boolean isLookedAfter(long sale) {
        return metrics().contains(String.format(Locale.ROOT, "seckill_queue_waiting{sale=\"%d\"}", sale))
                || metrics().contains(String.format(Locale.ROOT, "seckill_queue_poison{sale=\"%d\"}", sale));
    }

    /** What the node tells of itself now. */
    String metrics() {
        try (RawConnection line = new RawConnection(node.port())) {
            return line.ask(RawRequest.get("/metrics")).body();
        }
    }

    @Override
    public void close() {
        node.close();
        redis.close();
    }
}
