package org.seckill.queue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Folders;
import org.seckill.testing.RedisNode;
import org.seckill.testing.Shop;
import redis.clients.jedis.Jedis;

/** Nodes that sell through the queue, on a Redis of their own. One thread at a time starts and ends them. */
final class Nodes implements AutoCloseable {
    static final int CLAIM_MS = 1000;

    final RedisNode redis;
    private final Path home;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Server> running = new ArrayList<>();

    Nodes(String name, String... redisSettings) {
        home = Folders.anew("redis", name);
        redis = RedisNode.start(home, redisSettings);
        settings.put("SECKILL_PURCHASE", "queue");
        settings.put("SECKILL_REDIS_URL", redis.url());
        settings.put("SECKILL_QUEUE_CLAIM_MS", Integer.toString(CLAIM_MS));
        settings.put("SECKILL_QUEUE_CHECK_MS", "500");
    }

    /** In which Redis keeps its data. */
    Path file() {
        return home.resolve("redis/appendonlydir/appendonly.aof.1.incr.aof");
    }

    /** As {@code SECKILL_NAME=value} of all nodes started from now on. */
    Nodes with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    Shop start() {
        Server server = App.start(settings);
        running.add(server);
        return new Shop(server.port());
    }

    /** In order, as for an upgrade. */
    void stopFirst() {
        running.remove(0).close();
    }

    Shop shop(int i) {
        return new Shop(running.get(i % running.size()).port());
    }

    /** Logged in at all nodes, which know the same secret. */
    static List<Shop> buyers(Shop shop, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> shop.loggedIn(Shop.phone(i)))
                .toList();
    }

    long waiting(long sale) {
        return redis.ask(jedis -> jedis.xlen(SaleKeys.of(sale).orders()));
    }

    String stock(long sale) {
        return redis.ask(jedis -> String.valueOf(jedis.get(SaleKeys.of(sale).stock())));
    }

    String known(long sale, int buyer) {
        return redis.ask(jedis -> String.valueOf(jedis.hget(SaleKeys.of(sale).buyers(), Shop.phone(buyer))));
    }

    void awaitEmptyStream(long sale) {
        Crowd.until(() -> waiting(sale) == 0);
    }

    /** Entries that some node has read and not settled. */
    long held(long sale) {
        return redis.ask(
                jedis -> jedis.xpending(SaleKeys.of(sale).orders(), "desk").getTotal());
    }

    /** A node's own; 0 when it has none of this name. */
    static double metric(Shop shop, String name) {
        return shop.get("/metrics")
                .http()
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    void flush() {
        redis.ask(Jedis::flushAll);
    }

    @Override
    public void close() {
        running.forEach(Server::close);
        redis.close();
    }
}
