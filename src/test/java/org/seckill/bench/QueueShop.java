package org.seckill.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.seckill.queue.BareQueue;
import org.seckill.standalone.EmbeddedRedis;
import org.seckill.testing.Database;

/**
 * A second shop, which sells through the queue: a node, a Redis and a schema of its own, so that its drain and its checks
 * do not meet the other shop's sales. MySQL is the same.
 */
final class QueueShop {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
    private static final Duration LONG_AGO = Duration.ofDays(-10);

    private final Premises premises;
    private final Books books;
    private final EmbeddedRedis redis;
    private final RedisDoor door;
    private final BareQueue queue;
    private final Node node;
    private final Lines lines;
    private final Wrk wrk;

    QueueShop(Premises premises) {
        this.premises = premises;
        Database database = premises.database().schema("queue_shop");
        this.books = new Books(database);
        this.redis = premises.anotherRedis("queue");
        this.door = new RedisDoor(redis.port());
        this.queue = BareQueue.on(redis.port(), 2);
        this.node = premises.another(
                "queue",
                Map.of(
                        "SECKILL_PURCHASE", "queue",
                        "SECKILL_DB_URL", database.url(),
                        "SECKILL_REDIS_URL", redis.url()));
        this.lines = new Lines(node.port());
        this.wrk = premises.wrk(node, redis);
    }

    Node node() {
        return node;
    }

    Lines lines() {
        return lines;
    }

    Wrk wrk() {
        return wrk;
    }

    Books books() {
        return books;
    }

    BareQueue queue() {
        return queue;
    }

    Cpu cpu() {
        return premises.cpu(node, redis);
    }

    List<Ask> orders(long sale, int count) {
        return premises.buyers().orders(lines, sale, count);
    }

    /** Looks until no more than so many orders wait in the stream, or patience ends: then whoever counts finds them. */
    void awaitWaiting(long sale, long atMost) {
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
    Remains remains(long sale, long confirmed, long unanswered) {
        return new Remains(queue.holding(sale), books.ledger(sale, confirmed, unanswered));
    }

    /** Ends a sale, so that the node looks after it no longer, and forgets what was sold and reserved. */
    void forget(long sale) {
        books.sales().move(sale, LONG_AGO, LONG_AGO.plusDays(1));
        books.forgetPurchases();
        door.empty();
    }
}
