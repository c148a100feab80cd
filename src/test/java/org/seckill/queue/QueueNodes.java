package org.seckill.queue;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.seckill.reservation.SaleKeys;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.Jedis;

/** Nodes with the desk queue, on their own Redis. Used by one thread at a time. */
final class QueueNodes implements AutoCloseable {
    static final int CLAIM_MS = 1000;

    final RedisNode redis;
    private final Path home;
    private final Map<String, String> settings = new HashMap<>();
    private final List<TestShop> running = new ArrayList<>();

    QueueNodes(String name, String... redisSettings) {
        home = TestFolders.anew("redis", name);
        redis = RedisNode.start(home, redisSettings);
        settings.put("SECKILL_PURCHASE", "queue");
        settings.put("SECKILL_REDIS_URL", redis.url());
        settings.put("SECKILL_QUEUE_CLAIM_MS", Integer.toString(CLAIM_MS));
        settings.put("SECKILL_QUEUE_CHECK_MS", "500");
    }

    /** The directory of the data of Redis. */
    Path file() {
        return home.resolve("redis/appendonlydir/appendonly.aof.1.incr.aof");
    }

    /** Sets an environment variable of all nodes that are started from now on. */
    QueueNodes with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    ShopClient start() {
        TestShop server = TestShop.start(settings);
        running.add(server);
        return server.client();
    }

    /** Stops the node in an orderly way, as for an upgrade. */
    void stopFirst() {
        running.remove(0).close();
    }

    /** Stops all nodes at the same time. */
    void stopAll() {
        List<TestShop> stopped = List.copyOf(running);
        running.clear();
        ConcurrentRun.of(stopped.size(), i -> {
                    stopped.get(i).close();
                    return i;
                })
                .results();
    }

    ShopClient shop(int i) {
        return new ShopClient(running.get(i % running.size()).port());
    }

    /** A buyer who is logged in at all nodes: they share one secret. */
    static List<ShopClient> buyers(ShopClient shop, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> shop.loggedIn(ShopClient.phone(i)))
                .toList();
    }

    long waiting(long sale) {
        return redis.ask(jedis -> jedis.xlen(SaleKeys.of(sale).orders()));
    }

    String stock(long sale) {
        return redis.ask(jedis -> String.valueOf(jedis.get(SaleKeys.of(sale).stock())));
    }

    String known(long sale, int buyer) {
        return redis.ask(jedis -> String.valueOf(jedis.hget(SaleKeys.of(sale).buyers(), ShopClient.phone(buyer))));
    }

    void awaitEmptyStream(long sale) {
        await().until(() -> waiting(sale) == 0);
    }

    /** The number of entries that a node has read and not settled. */
    long held(long sale) {
        return redis.ask(
                jedis -> jedis.xpending(SaleKeys.of(sale).orders(), "desk").getTotal());
    }

    void flush() {
        redis.ask(Jedis::flushAll);
    }

    @Override
    public void close() {
        running.forEach(TestShop::close);
        redis.close();
    }
}
