package org.seckill.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.seckill.reservation.SaleInRedis;
import org.seckill.reservation.SaleKeys;
import org.seckill.reservation.TestKeys;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.run.LogLines;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** One sale in Redis and in the database, without consumers and scheduler: only the test changes it. */
public final class StockFixture implements AutoCloseable {
    static final Database DATABASE = TestEngines.database();
    public static final TestSales SALES = new TestSales(DATABASE);

    public final long sale;
    public final SaleKeys keys;
    public final RedisClient redis;
    public final TestKeys queue;
    public final StockReconciler stockReconciler;
    public final BuyerReconciler buyerReconciler;
    final LedgerCheck ledgerCheck;

    private final TestMappers mappers = new TestMappers(DATABASE, 20_000);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LogLines log = LogLines.of("org.seckill.reconcile");

    public StockFixture(int stock) {
        this(stock, RedisClient.create(TestEngines.redisUrl()));
    }

    public StockFixture(int stock, RedisClient redis) {
        this.sale = SALES.open(stock);
        this.keys = SaleKeys.of(sale);
        this.redis = redis;
        this.queue = TestKeys.of(redis, SaleInRedis.limits(0));
        QueueMeters meters = new QueueMeters(registry);
        StockMapper stocks = mappers.get(StockMapper.class);
        this.stockReconciler = new StockReconciler(stocks, queue.stocks(), mappers.transactions(), meters);
        this.buyerReconciler = new BuyerReconciler(stocks, queue.buyers(), meters);
        this.ledgerCheck = new LedgerCheck(stocks, queue.leases(), meters);
    }

    /** A sale whose stock is loaded in Redis. */
    public static StockFixture loaded(int stock) {
        StockFixture room = new StockFixture(stock);
        room.stockReconciler.take(room.sale);
        return room;
    }

    long left() {
        return Long.parseLong(redis.get(keys.stock()));
    }

    public String known(String phone) {
        String known = redis.hget(keys.buyers(), phone);
        return known == null ? "" : known;
    }

    /** Reserves a unit, as an order does. @return the entry */
    public StreamEntryID reserve(String phone, String ticket) {
        StreamEntryID entry = append(phone, ticket);
        redis.hset(keys.buyers(), phone, "W" + ticket + " " + entry);
        redis.decr(keys.stock());
        return entry;
    }

    /** Adds an entry that holds no unit. */
    public StreamEntryID append(String phone, String ticket) {
        return redis.xadd(keys.orders(), XAddParams.xAddParams(), Map.of("phone", phone, "ticket", ticket));
    }

    /** Records a purchase, as the procedure does. */
    public void record(String phone, String ticket) {
        DATABASE.update("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, ?)", sale, phone, ticket);
        DATABASE.update("UPDATE seckill SET number = number - 1 WHERE seckill_id = ?", sale);
    }

    /** The drift of one kind that was counted so far. */
    public double counted(Drift kind) {
        return registry.get("seckill.queue.drift")
                .tag("kind", kind.toString())
                .counter()
                .count();
    }

    /** The drift of all kinds that was counted so far. */
    public double counted() {
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

    /** The lines logged about this sale so far. */
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
