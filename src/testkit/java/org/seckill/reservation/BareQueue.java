package org.seckill.reservation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;
import org.seckill.redis.RedisScript;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;

/**
 * Calls the queue's scripts directly over one connection pool, to measure Redis without desk, lanes and HTTP. Thread-safe.
 */
public final class BareQueue implements AutoCloseable {
    private static final RedisScript RESERVE = RedisScript.load(BareQueue.class, "reserve.lua");
    private static final String PLACES = "100000000";
    private static final String EPOCH = "0";
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private final RedisClient redis;

    /**
     * The state of a sale in Redis.
     *
     * @param waiting entries in the stream
     * @param buyers with a state
     * @param poison entries that were set aside
     * @param stock units that can still be reserved
     */
    public record Holding(long waiting, long buyers, long poison, long stock) {}

    private BareQueue(RedisClient redis) {
        this.redis = redis;
    }

    /** @param connections the size of the pool */
    public static BareQueue on(int port, int connections) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setJmxEnabled(false);
        return new BareQueue(RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", port))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .protocol(RedisProtocol.RESP2)
                        .build())
                .poolConfig(pool)
                .build());
    }

    /** Loads the stock of a sale that Redis does not know yet. */
    public void load(long sale, long units) {
        SaleKeys keys = SaleKeys.of(sale);
        if (redis.hset(keys.epoch(), Map.of("epoch", EPOCH, "version", "bare")) != 2) {
            throw new IllegalStateException("loaded already: " + sale);
        }
        redis.set(keys.stock(), Long.toString(units));
        redis.xgroupCreate(keys.orders(), "desk", new StreamEntryID(0, 0), true);
    }

    /** @return the number of orders with a unit, new or from before */
    public int reserve(long sale, List<Order> orders) {
        return reserved(RESERVE.eval(redis, keys(sale), arguments(orders)));
    }

    /** @return the same number; 0 if so many replicas have not acknowledged it in time */
    public int reserve(long sale, List<Order> orders, int replicas) {
        RedisScript.Replicated replicated = RESERVE.eval(redis, keys(sale), arguments(orders), replicas, TIMEOUT);
        return replicated.replicas() >= replicas ? reserved(replicated.answer()) : 0;
    }

    public Holding holding(long sale) {
        SaleKeys keys = SaleKeys.of(sale);
        String stock = redis.get(keys.stock());
        return new Holding(
                redis.xlen(keys.orders()),
                redis.hlen(keys.buyers()),
                redis.xlen(keys.poison()),
                stock == null ? 0 : Long.parseLong(stock));
    }

    /** The length of a sale's stream. */
    public long waiting(long sale) {
        return redis.xlen(SaleKeys.of(sale).orders());
    }

    @Override
    public void close() {
        redis.close();
    }

    private static List<String> keys(long sale) {
        return SaleKeys.of(sale).all().subList(0, 4);
    }

    private static List<String> arguments(List<Order> orders) {
        List<String> arguments = new ArrayList<>(List.of(EPOCH, PLACES, "1"));
        for (Order order : orders) {
            arguments.add(order.buyer().digits());
            arguments.add(order.ticket().id());
            arguments.add("inf");
        }
        return arguments;
    }

    private static int reserved(@Nullable Object answer) {
        List<?> words = Objects.requireNonNull((List<?>) answer);
        return (int) words.subList(2, words.size()).stream()
                .filter(word -> ((String) word).startsWith("W"))
                .count();
    }
}
