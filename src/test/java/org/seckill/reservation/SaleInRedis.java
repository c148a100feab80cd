package org.seckill.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.seckill.batch.PendingOrder;
import org.seckill.batch.PendingOrders;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Ticket;
import org.seckill.reservation.RedisReservations.Reservation;
import org.seckill.reservation.RedisReservations.Reservations;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.RedisStream.Settlement;
import redis.clients.jedis.UnifiedJedis;

/** A sale in a real Redis, with its stock loaded in epoch 3, for tests of the scripts. */
public final class SaleInRedis {
    static final int EPOCH = 3;
    static final String NODE = "this node";
    static final String OTHER = "another node";

    private static final AtomicLong NEXT = new AtomicLong(1000);
    private static final int PLACES = 1000;

    public final long id = NEXT.incrementAndGet();
    public final SaleKeys keys = SaleKeys.of(id);
    public final TestKeys queue;
    private final UnifiedJedis redis;

    public SaleInRedis(UnifiedJedis redis, int replicas, int units) {
        this.redis = redis;
        this.queue = TestKeys.of(redis, limits(replicas));
        load(EPOCH, units);
    }

    public static QueueLimits limits(int replicas) {
        return new QueueLimits(PLACES, Duration.ofSeconds(5), Duration.ofSeconds(2), replicas);
    }

    void load(int epoch, int units) {
        Instant month = Instant.now().plus(Duration.ofDays(30));
        StockSnapshot seen = queue.stocks().snapshot(id, "snapshot " + epoch, month);
        queue.stocks().correct(id, seen, "version " + epoch, epoch, units, month, false, List.of());
    }

    public static Order order(int buyer, String ticket) {
        return new Order(new Phone(Long.toString(13_800_000_000L + buyer)), new Ticket(ticket));
    }

    /** Reserves with an open window and a stream that is not full. */
    public List<String> reserve(Order... orders) {
        return reserve(PLACES, orders);
    }

    public List<String> reserve(int places, Order... orders) {
        return texts(queue.reservations().reserve(id, EPOCH, places, true, timed(orders)));
    }

    /** The answers as the script gives them. */
    public static List<String> texts(Reservations reserved) {
        return reserved.reservations().stream().map(Reservation::text).toList();
    }

    public static List<PendingOrder> timed(Order... orders) {
        return Arrays.stream(orders).map(one -> PendingOrders.of(one, null)).toList();
    }

    /** Reserves for these buyers, each with a ticket of the buyer's number, and reads the entries at this node. */
    List<OrderEntry> read(int... buyers) {
        reserve(Arrays.stream(buyers).mapToObj(i -> order(i, "t" + i)).toArray(Order[]::new));
        return queue.stream().next(id, NODE, buyers.length);
    }

    long settle(OrderEntry entry, String state, String word) {
        return queue.stream()
                .settle(id, NODE, List.of(new Settlement(entry, OrderState.of(state), word)))
                .size();
    }

    public String stock() {
        return String.valueOf(redis.get(keys.stock()));
    }

    public long waiting() {
        return redis.xlen(keys.orders());
    }

    String known(int buyer) {
        String text = redis.hget(keys.buyers(), order(buyer, "any").buyer().digits());
        return text == null ? "" : text;
    }
}
