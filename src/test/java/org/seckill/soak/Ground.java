package org.seckill.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.seckill.bench.Ask;
import org.seckill.bench.HttpLine;
import org.seckill.parts.Desk;
import org.seckill.parts.NodeProcess;
import org.seckill.parts.NodeSettings;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Folders;
import org.seckill.testing.RedisNode;

/** One node of the WAR that sells one way, on a schema and a Redis of its own. */
final class Ground implements AutoCloseable {
    private static final Duration LET_GO = Duration.ofSeconds(30);

    private final Desk desk;
    private final Database database;
    private final RedisNode redis;
    private final NodeProcess node;

    private Ground(Desk desk, Database database, RedisNode redis, NodeProcess node) {
        this.desk = desk;
        this.database = database;
        this.redis = redis;
        this.node = node;
    }

    /** Returns when it serves. */
    static Ground start(Desk desk) {
        Path home = Folders.anew("soak", "home", desk.setting());
        Database database = Engines.database().schema("seckill_soak_" + desk.setting());
        RedisNode redis = RedisNode.start(home.resolve("redis"));
        NodeProcess node = new NodeProcess("node", home, new NodeSettings(desk, database, redis.url(), null));
        Ground ground = new Ground(desk, database, redis, node);
        try {
            node.start();
            return ground;
        } catch (RuntimeException | Error e) {
            ground.close();
            throw e;
        }
    }

    Desk desk() {
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
        Crowd.until(LET_GO, () -> !isLookedAfter(sale));
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
        try (HttpLine line = new HttpLine(node.port())) {
            return line.ask(Ask.get("/metrics")).body();
        }
    }

    @Override
    public void close() {
        node.close();
        redis.close();
    }
}
