package org.seckill.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.seckill.buyer.Phone;
import org.seckill.desk.Order;
import org.seckill.desk.Ticket;
import org.seckill.desk.TimedOrder;
import redis.clients.jedis.UnifiedJedis;

/** One sale of a test's own in a real Redis, with its stock loaded in epoch 3, for tests of the scripts alone. */
final class SaleInRedis {
    static final int EPOCH = 3;
    static final String NODE = "this node";
    static final String OTHER = "another node";

    private static final AtomicLong NEXT = new AtomicLong(1000);
    private static final int PLACES = 1000;

    final long id = NEXT.incrementAndGet();
    final SaleKeys keys = SaleKeys.of(id);
    final Keys queue;
    private final UnifiedJedis redis;

    SaleInRedis(UnifiedJedis redis, int replicas, int units) {
        this.redis = redis;
        this.queue = Keys.of(redis, limits(replicas));
        load(EPOCH, units);
    }

    static QueueLimits limits(int replicas) {
        return new QueueLimits(PLACES, Duration.ofSeconds(5), Duration.ofSeconds(2), replicas);
    }

    void load(int epoch, int units) {
        Instant month = Instant.now().plus(Duration.ofDays(30));
        Snapshot seen = queue.stocks().snapshot(id, "snapshot " + epoch, month);
        queue.stocks().correct(id, seen, "version " + epoch, epoch, units, month, false, List.of());
    }

    static Order order(int buyer, String ticket) {
        return new Order(new Phone(Long.toString(13_800_000_000L + buyer)), new Ticket(ticket));
    }

    /** While the window is open, and with room enough. */
    List<String> reserve(Order... orders) {
        return reserve(PLACES, orders);
    }

    List<String> reserve(int places, Order... orders) {
        return queue.reservations()
                .reserve(id, EPOCH, places, true, timed(orders))
                .words();
    }

    static List<TimedOrder> timed(Order... orders) {
        return Arrays.stream(orders).map(one -> new TimedOrder(one, null)).toList();
    }

    /** Reserves for these buyers, each by a ticket of the buyer's number, and has this node read the entries. */
    List<Entry> read(int... buyers) {
        reserve(Arrays.stream(buyers).mapToObj(i -> order(i, "t" + i)).toArray(Order[]::new));
        return queue.stream().next(id, NODE, buyers.length);
    }

    long settle(Entry entry, String verdict, String word) {
        return queue.stream()
                .settle(id, NODE, List.of(new Settlement(entry, verdict, word)))
                .size();
    }

    String stock() {
        return String.valueOf(redis.get(keys.stock()));
    }

    long waiting() {
        return redis.xlen(keys.orders());
    }

    String known(int buyer) {
        return queue.buyers().known(id, order(buyer, "any").buyer().digits()).orElse("");
    }
}
