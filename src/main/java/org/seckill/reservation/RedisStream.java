package org.seckill.reservation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Ticket;
import org.seckill.redis.RedisCalls;
import org.seckill.redis.RedisScript;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamPendingSummary;

/** The sales' streams of orders in Redis. Thread-safe. */
@Component
public final class RedisStream {
    /** The consumer group of all nodes; each node is a consumer. */
    public static final String GROUP = "desk";

    private static final Logger log = LoggerFactory.getLogger(RedisStream.class);

    private static final RedisScript SETTLE = RedisScript.load(RedisStream.class, "settle.lua");
    private static final RedisScript REFUSED = RedisScript.load(RedisStream.class, "refused.lua");
    private static final RedisScript CLAIM = RedisScript.load(RedisStream.class, "claim.lua");
    private static final RedisScript GAUGE = RedisScript.load(RedisStream.class, "gauge.lua");

    private final RedisCalls calls;

    /**
     * The gauges of a sale's stream.
     *
     * @param waiting entries in the stream
     * @param oldest the age of the oldest entry; zero if there is none
     * @param poison orders that were set aside
     */
    public record Gauges(long waiting, Duration oldest, long poison) {}

    /**
     * One entry of a sale's stream, unchecked: Redis may hold any text.
     *
     * @param phone empty if the entry has none
     * @param ticket empty if the entry has none
     */
    public record OrderEntry(String id, String phone, String ticket) {
        /** @return empty if phone or ticket is not valid */
        public Optional<Order> order() {
            try {
                return Optional.of(new Order(new Phone(phone), new Ticket(ticket)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        public boolean isOrder() {
            return order().isPresent();
        }
    }

    /**
     * An entry that this node has read or claimed.
     *
     * @param refused how often the database has refused the order itself, at all nodes
     */
    public record Taken(OrderEntry entry, int refused) {
        /** The entry after one more refusal. */
        public Taken refusedAgain() {
            return new Taken(entry, refused + 1);
        }
    }

    /**
     * The result of an entry.
     *
     * @param state one of those that {@code settle.lua} takes, see {@link OrderState}
     * @param word for {@code RECORDED} and {@code REPEAT} the ticket of the purchase that the buyer holds; for
     *     {@code SET_ASIDE} the cause; otherwise empty
     */
    public record Settlement(OrderEntry entry, OrderState state, String word) {}

    RedisStream(RedisCalls calls) {
        this.calls = calls;
    }

    /** The length of a sale's stream. */
    public long waiting(long sale) {
        return calls.call(redis -> redis.xlen(SaleKeys.of(sale).orders()));
    }

    /** Reads the gauges of a sale. */
    public Gauges gauges(long sale) {
        List<Long> found = calls.script(GAUGE, SaleKeys.of(sale).all(), List.of()).stream()
                .map(Long.class::cast)
                .toList();
        return new Gauges(found.get(0), Duration.ofMillis(found.get(1)), found.get(2));
    }

    /** Reads entries that were not delivered to a node yet. They are pending at this node then. */
    public List<OrderEntry> next(long sale, String node, int atMost) {
        String orders = SaleKeys.of(sale).orders();
        XReadGroupParams some = XReadGroupParams.xReadGroupParams().count(atMost);
        List<Map.Entry<String, List<StreamEntry>>> read = calls.call(redis -> {
            try {
                return redis.xreadGroup(GROUP, node, some, Map.of(orders, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
            } catch (JedisDataException e) {
                if (RedisCalls.code(e).equals("NOGROUP")) {
                    makeGroup(redis, orders);
                    return null;
                }
                throw e;
            }
        });
        return read == null
                ? List.of()
                : read.get(0).getValue().stream().map(RedisStream::entry).toList();
    }

    /** The number of entries that are pending at a node. */
    public long held(long sale, String node) {
        return calls.call(redis -> {
            try {
                StreamPendingSummary held = redis.xpending(SaleKeys.of(sale).orders(), GROUP);
                return held.getTotal() == 0
                        ? 0L
                        : held.getConsumerMessageCount().getOrDefault(node, 0L);
            } catch (JedisDataException e) {
                if (RedisCalls.code(e).equals("NOGROUP")) {
                    return 0L;
                }
                throw e;
            }
        });
    }

    /** Claims entries that have been pending at a node for at least {@code idle}. They are pending at this node then. */
    public List<Taken> claim(long sale, String node, Duration idle, int atMost) {
        List<String> arguments = List.of(GROUP, node, Long.toString(idle.toMillis()), Integer.toString(atMost));
        List<String> found =
                RedisCalls.strings(calls.script(CLAIM, List.of(SaleKeys.of(sale).orders()), arguments));
        List<Taken> taken = new ArrayList<>();
        for (int i = 0; i < found.size(); i += 4) {
            OrderEntry entry = new OrderEntry(found.get(i), found.get(i + 1), found.get(i + 2));
            taken.add(new Taken(entry, Integer.parseInt(found.get(i + 3))));
        }
        return taken;
    }

    /** Stores the refusal counts of the entries that are still pending at the node. */
    public void refused(long sale, String node, List<Taken> refused) {
        List<String> arguments = new ArrayList<>(List.of(GROUP, node));
        refused.forEach(one -> arguments.addAll(List.of(one.entry().id(), Integer.toString(one.refused()))));
        calls.count(REFUSED, List.of(SaleKeys.of(sale).orders()), arguments);
    }

    /**
     * Removes decided entries from the stream and stores the results of their buyers.
     *
     * @param node the node at which the entries are pending: a refusal by another node has no effect
     * @return the settlements that had an effect: their entries were still in the stream
     */
    public List<Settlement> settle(long sale, String node, List<Settlement> settled) {
        List<String> arguments = new ArrayList<>(2 + 5 * settled.size());
        arguments.add(GROUP);
        arguments.add(node);
        for (Settlement one : settled) {
            OrderEntry entry = one.entry();
            arguments.addAll(List.of(
                    entry.id(), entry.phone(), entry.ticket(), one.state().code(), one.word()));
        }
        Set<String> gone = new HashSet<>(
                RedisCalls.strings(calls.script(SETTLE, SaleKeys.of(sale).all(), arguments)));
        return settled.stream().filter(one -> gone.remove(one.entry().id())).toList();
    }

    // Restores a group that was lost alone. If the sale is not loaded, this fails: there is no key, and loading creates
    // both.
    private static void makeGroup(UnifiedJedis redis, String orders) {
        try {
            redis.xgroupCreate(orders, GROUP, new StreamEntryID(), false);
        } catch (JedisDataException e) {
            log.debug("could not create the consumer group key={}", orders, e);
        }
    }

    private static OrderEntry entry(StreamEntry read) {
        Map<String, String> fields = read.getFields();
        return new OrderEntry(
                read.getID().toString(), fields.getOrDefault("phone", ""), fields.getOrDefault("ticket", ""));
    }
}
