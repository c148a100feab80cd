package org.seckill.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.LogLines;
import org.seckill.testing.Mappers;
import org.seckill.testing.Sales;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** One sale in Redis and in the database, with nobody who sells in it or mends it but the test. */
final class Stockroom implements AutoCloseable {
    static final Database DATABASE = Engines.database();
    static final Sales SALES = new Sales(DATABASE);

    final long sale;
    final SaleKeys keys;
    final RedisClient redis;
    final Keys queue;
    final Stocktaking stocktaking;
    final BuyersAudit audit;
    final Bookkeeping books;

    private final Mappers mappers = new Mappers(DATABASE, 20_000);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LogLines log = LogLines.of("org.seckill.queue");

    Stockroom(int stock) {
        this(stock, RedisClient.create(Engines.redisUrl()));
    }

    Stockroom(int stock, RedisClient redis) {
        this.sale = SALES.open(stock);
        this.keys = SaleKeys.of(sale);
        this.redis = redis;
        this.queue = Keys.of(redis, SaleInRedis.limits(0));
        QueueMeters meters = new QueueMeters(registry);
        StockMapper stocks = mappers.get(StockMapper.class);
        this.stocktaking = new Stocktaking(stocks, queue.stocks(), mappers.transactions(), meters);
        this.audit = new BuyersAudit(stocks, queue.buyers(), meters);
        this.books = new Bookkeeping(stocks, queue.notes(), meters);
    }

    /** With its stock in Redis. */
    static Stockroom loaded(int stock) {
        Stockroom room = new Stockroom(stock);
        room.stocktaking.take(room.sale);
        return room;
    }

    long left() {
        return Long.parseLong(redis.get(keys.stock()));
    }

    String known(String phone) {
        String known = redis.hget(keys.buyers(), phone);
        return known == null ? "" : known;
    }

    /** As a press of the button does. @return the entry */
    StreamEntryID reserve(String phone, String ticket) {
        StreamEntryID entry = append(phone, ticket);
        redis.hset(keys.buyers(), phone, "W" + ticket + " " + entry);
        redis.decr(keys.stock());
        return entry;
    }

    /** An entry that took no unit. */
    StreamEntryID append(String phone, String ticket) {
        return redis.xadd(keys.orders(), XAddParams.xAddParams(), Map.of("phone", phone, "ticket", ticket));
    }

    /** As the procedure does. */
    void record(String phone, String ticket) {
        DATABASE.update("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, ?)", sale, phone, ticket);
        DATABASE.update("UPDATE seckill SET number = number - 1 WHERE seckill_id = ?", sale);
    }

    /** How much of a kind was counted so far. */
    double counted(Drift kind) {
        return registry.get("seckill.queue.drift")
                .tag("kind", kind.toString())
                .counter()
                .count();
    }

    /** How much of all kinds. */
    double counted() {
        return registry.get("seckill.queue.drift").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double loads(Finding.Load cause) {
        return registry.get("seckill.queue.loads")
                .tag("cause", cause.toString())
                .counter()
                .count();
    }

    /** The lines logged of this sale so far. */
    List<String> lines() {
        return log.about(sale);
    }

    @Override
    public void close() {
        log.close();
        mappers.close();
        redis.close();
    }
}
