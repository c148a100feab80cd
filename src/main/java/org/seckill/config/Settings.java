package org.seckill.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Region;
import org.seckill.buyer.Secret;
import org.seckill.catalogue.CacheTimes;
import org.seckill.log.LogLevel;
import org.seckill.order.OrderDeadline;
import org.seckill.order.PurchaseMode;
import org.seckill.procedure.ClockTolerance;
import org.seckill.redis.RedisNodes;
import org.seckill.reservation.QueueLimits;

/**
 * The settings of a deployment, read once at start. Each is an init parameter of the servlet context or, without one, an
 * environment variable. {@code docs/operating.md} lists them.
 */
record Settings(
        Database database,
        RedisNodes redis,
        Secret secret,
        Region region,
        CacheTimes cacheTimes,
        OrderDeadline orderDeadline,
        LaneLimits lanes,
        PurchaseMode purchase,
        QueueLimits queue,
        ZooKeeperAddress zooKeeper,
        String logLevel,
        ClockTolerance clockTolerance) {
    /** Settings that the launcher reads. All other names are known because they are read below. */
    static final Set<String> READ_ELSEWHERE = Set.of(
            "SECKILL_HTTP_HOST",
            "SECKILL_HTTP_PORT",
            "SECKILL_HTTP_REQUEST_DEADLINE_MS",
            "SECKILL_HTTP_RESPONSE_DEADLINE_MS",
            "SECKILL_TRANSPORT",
            "SECKILL_EVENT_LOOPS",
            "SECKILL_CONNECTIONS",
            "SECKILL_MANAGEMENT_HOST",
            "SECKILL_MANAGEMENT_PORT",
            "SECKILL_DATA");

    /** @param pool the largest number of connections */
    record Database(String url, String user, String password, int pool) {}

    /** As {@link #read(Function, Set)}, from the environment. */
    static Settings read() {
        return read(System::getenv, System.getenv().keySet());
    }

    /**
     * Reads and checks all settings. Logs a warning for each name that begins with {@code SECKILL_} and is unknown.
     *
     * @param lookup returns the value of a name, or null
     * @param given the names of all values that {@code lookup} has
     * @throws InvalidSetting naming every setting that is missing or not allowed
     */
    static Settings read(Function<String, @Nullable String> lookup, Set<String> given) {
        SettingSource source = new SettingSource(lookup);
        Database database = new Database(
                source.text("SECKILL_DB_URL", null, "jdbc:mysql://host:port/schema", SettingSource::jdbcUrl),
                source.text("SECKILL_DB_USER", null, "the database's user", user -> user),
                source.text("SECKILL_DB_PASSWORD", "", "the user's password", password -> password),
                source.number("SECKILL_DB_POOL", 10, 1, 500));
        String redis = source.text("SECKILL_REDIS_URL", null, RedisNodes.ALLOWED, Settings::redisUrl);
        String secret = source.secret("SECKILL_SECRET", Secret.SHORTEST);
        Optional<String> previous = source.optionalSecret("SECKILL_SECRET_PREVIOUS", Secret.SHORTEST);
        String region = source.region("SECKILL_PHONE_REGION", "CN");
        Duration near = source.millis("SECKILL_CACHE_NEAR_MS", ofSeconds(1), Duration.ofMillis(10), ofSeconds(60));
        Duration shared = source.millis("SECKILL_CACHE_SHARED_MS", ofSeconds(5), Duration.ofMillis(10), ofSeconds(600));
        Duration deadline = source.millis("SECKILL_PURCHASE_DEADLINE_MS", ofSeconds(8), ofSeconds(1), ofSeconds(60));
        // Fewer than the server's connections, so that one is left to answer that the lane is full.
        int places = source.number("SECKILL_LANE_PLACES", 20_000, 1, 1_000_000);
        int batch = source.number("SECKILL_LANE_BATCH", 1024, 1, 4096);
        String purchase = source.text("SECKILL_PURCHASE", "procedure", "procedure or queue", Settings::purchase);
        int entries = source.number("SECKILL_QUEUE_PLACES", 100_000, 1, 10_000_000);
        Duration claim = source.millis("SECKILL_QUEUE_CLAIM_MS", ofSeconds(5), Duration.ofMillis(100), ofSeconds(600));
        Duration check = source.millis("SECKILL_QUEUE_CHECK_MS", ofSeconds(2), Duration.ofMillis(100), ofSeconds(600));
        int replicas = source.number("SECKILL_QUEUE_REPLICAS", 0, 0, 10);
        String zooKeeper = source.text("SECKILL_ZOOKEEPER", "", ZooKeeperAddress.ALLOWED, ZooKeeperAddress::check);
        String logLevel = source.text(LogLevel.NAME, LogLevel.DEFAULT, LogLevel.ALLOWED, LogLevel::check);
        // The upper bound is the margin of a refusal from memory at the end of a sale: 5 s.
        Duration clocks =
                source.millis("SECKILL_CLOCK_TOLERANCE_MS", ofSeconds(2), Duration.ofMillis(100), ofSeconds(5));
        source.check(ours(given), READ_ELSEWHERE);
        return new Settings(
                database,
                RedisNodes.parse(redis),
                previous.map(accepted -> new Secret(secret, accepted)).orElseGet(() -> new Secret(secret)),
                new Region(region),
                new CacheTimes(near, shared),
                new OrderDeadline(deadline),
                new LaneLimits(callers(database.pool()), places, batch),
                PurchaseMode.named(purchase),
                new QueueLimits(entries, claim, check, replicas),
                new ZooKeeperAddress(zooKeeper),
                logLevel,
                new ClockTolerance(clocks));
    }

    // Two connections are kept free for pages, however many sales are hot.
    private static int callers(int pool) {
        return Math.max(1, pool - 2);
    }

    private static Duration ofSeconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static List<String> ours(Set<String> given) {
        return given.stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith("SECKILL_"))
                .toList();
    }

    private static String redisUrl(String url) {
        return allow(!RedisNodes.parse(url).addresses().isEmpty(), url);
    }

    private static String purchase(String mode) {
        return allow(mode.equals("procedure") || mode.equals("queue"), mode);
    }

    private static String allow(boolean allowed, String value) {
        if (!allowed) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }
}
