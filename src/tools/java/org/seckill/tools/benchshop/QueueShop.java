package org.seckill.tools.benchshop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.reservation.BareQueue;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.http.RawConnections;
import org.seckill.testkit.http.RawRequest;
import org.seckill.tools.measure.CpuUse;
import org.seckill.tools.measure.WrkLoad;

/**
 * A second shop, which sells through the queue: a node, a Redis and a schema of its own, so that its drain and its checks
 * do not meet the other shop's sales. MySQL is the same.
 */
public final class QueueShop {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
    private static final Duration LONG_AGO = Duration.ofDays(-10);

    private final BenchShop premises;
    private final BenchDatabase tables;
    private final EmbeddedRedis redis;
    private final RedisAdmin door;
    private final BareQueue queue;
    private final BenchNodeProcess node;
    private final RawConnections lines;
    private final WrkLoad wrk;

    QueueShop(BenchShop premises) {
        this.premises = premises;
        Database database = premises.database().schema("queue_shop");
        this.tables = new BenchDatabase(database);
        this.redis = premises.anotherRedis("queue");
        this.door = new RedisAdmin(redis.port());
        this.queue = BareQueue.on(redis.port(), 2);
        this.node = premises.another(
                "queue",
                Map.of(
                        "SECKILL_PURCHASE", "queue",
                        "SECKILL_DB_URL", database.url(),
                        "SECKILL_REDIS_URL", redis.url()));
        this.lines = new RawConnections(node.port());
        this.wrk = premises.wrk(node, redis);
    }

    public BenchNodeProcess node() {
        return node;
    }

    public RawConnections lines() {
        return lines;
    }

    public WrkLoad wrk() {
        return wrk;
    }

    public BenchDatabase tables() {
        return tables;
    }

    public BareQueue queue() {
        return queue;
    }

    public CpuUse cpu() {
        return premises.cpu(node, redis);
    }

    public List<RawRequest> orders(long sale, int count) {
        return premises.buyers().orders(lines, sale, count);
    }

    /** Looks until no more than so many orders wait in the stream, or patience ends: then whoever counts finds them. */
    public void awaitWaiting(long sale, long atMost) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (queue.waiting(sale) > atMost && System.nanoTime() - deadline < 0) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What is left of a sale after its last order, when the stream is drained. */
    public StreamRemains remains(long sale, long confirmed, long unanswered) {
        return new StreamRemains(queue.holding(sale), tables.ledger(sale, confirmed, unanswered));
    }

    /** Ends a sale, so that the node looks after it no longer, and forgets what was sold and reserved. */
    public void forget(long sale) {
        tables.sales().move(sale, LONG_AGO, LONG_AGO.plusDays(1));
        tables.forgetPurchases();
        door.empty();
    }
}
