package org.seckill.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.sale.Goods;
import org.seckill.sale.Money;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.ConcurrentRun;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/** The catalogue on a real Redis and a real database, with every read of the database counted. */
@Tag("database")
class CatalogueIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final CacheTimes LONG = new CacheTimes(Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final CacheTimes SHORT = new CacheTimes(Duration.ofMillis(1), Duration.ofSeconds(60));

    private static final int HUGE = 50_000_000;

    private final CountingMapper database = new CountingMapper();
    private TcpProxy proxy;
    private TestMappers mappers;
    private RedisClient redis;

    /** What may stand where a sale's copy is expected, as the program that writes it there. */
    static List<Named<BiConsumer<RedisClient, byte[]>>> badCopies() {
        return List.of(
                bad("noise", "not protostuff".getBytes(UTF_8)),
                bad("groups", filled(20_000, 0x73)),
                bad("fewer groups", filled(16_000, 0x73)),
                bad("truncated", Arrays.copyOf(new SaleSchema().write(TestSaleCopies.open(1000)), 20)),
                bad("of another sale", new SaleSchema().write(TestSaleCopies.open(1))),
                bad("negative length", filled(12, 0x12, 0xff)),
                bad("endless number", filled(100, 0x80)),
                bad("huge", filled(HUGE, 0)),
                Named.of("hash", (redis, key) -> redis.hset(key, key, key)),
                Named.of("list", (redis, key) -> redis.lpush(key, key)));
    }

    private static Named<BiConsumer<RedisClient, byte[]>> bad(String name, byte[] value) {
        return Named.of(name, (redis, key) -> redis.set(key, value));
    }

    private static byte[] filled(int length, int first, int others) {
        byte[] value = filled(length, others);
        value[0] = (byte) first;
        return value;
    }

    private static byte[] filled(int length, int each) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) each);
        return value;
    }

    /** The real mapper; it counts, and can be held up until a latch opens. */
    private final class CountingMapper implements SaleMapper {
        final AtomicInteger reads = new AtomicInteger();
        volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public Optional<SaleRow> find(long id) {
            reads.incrementAndGet();
            ConcurrentRun.await(gate);
            return real().find(id);
        }

        @Override
        public List<SaleRow> list(int limit, long offset) {
            return real().list(limit, offset);
        }

        @Override
        public long count() {
            return real().count();
        }

        private SaleMapper real() {
            return mappers.get(SaleMapper.class);
        }
    }

    @BeforeEach
    void connect() {
        proxy = new TcpProxy(TestEngines.database().port());
        mappers = new TestMappers(TestEngines.database().at(proxy.port()), 1000);
        redis = redis(TestEngines.redisUrl());
    }

    @AfterEach
    void disconnect() {
        redis.close();
        mappers.close();
        proxy.close();
    }

    @Test
    void aThousandConcurrentMissesCauseOneReadOfTheDatabase() {
        long sale = SALES.open(7);
        Catalogue catalogue = catalogue(LONG);
        database.gate = new CountDownLatch(1);
        ConcurrentRun crowd =
                ConcurrentRun.of(1000, i -> catalogue.find(sale).orElseThrow().stock());
        crowd.awaitAllBlockedBut(1);
        database.gate.countDown();
        assertThat(crowd.<Integer>results()).hasSize(1000).containsOnly(7);
        assertThat(database.reads).hasValue(1);
    }

    @Test
    void aSecondNodeReadsTheCopyInRedis() {
        long sale = SALES.open(7);
        Optional<Sale> first = catalogue(LONG).find(sale);
        assertThat(catalogue(LONG).find(sale)).isEqualTo(first);
        assertThat(database.reads).hasValue(1);
    }

    @Test
    void anUnknownIdIsRememberedAsUnknownHereAndInRedis() {
        long unknown = Long.MAX_VALUE / 10;
        redis.del("seckill:{" + unknown + "}:object");
        Catalogue catalogue = catalogue(LONG);
        for (int i = 0; i < 100; i++) {
            assertThat(catalogue.find(unknown)).isEmpty();
        }
        assertThat(catalogue(LONG).find(unknown)).isEmpty();
        assertThat(database.reads).hasValue(1);
        assertThat(redis.pttl("seckill:{" + unknown + "}:object")).isBetween(1L, 72_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "01",
                "-1",
                "1e3",
                "abc",
                "１０００",
                "1000 ",
                "9223372036854775808",
                "99999999999999999999999"
            })
    void whatIsNoIdIsUnknownWithoutAskingAnybody(String id) {
        assertThatThrownBy(() -> catalogue(LONG).require(id)).isInstanceOf(UnknownSale.class);
        assertThat(database.reads).hasValue(0);
    }

    @Test
    void killingRedisInMidRunChangesNoAnswer() {
        long sale = SALES.open(7);
        try (EmbeddedRedis doomed = TestEngines.startRedis(TestEngines.freshFolder());
                RedisClient client = redis(doomed.url())) {
            RedisSales shared = new RedisSales(client, SHORT);
            Catalogue catalogue = new Catalogue(database, shared, SHORT);
            AtomicInteger finds = new AtomicInteger();
            AtomicBoolean seenEnough = new AtomicBoolean();
            ConcurrentRun readers = ConcurrentRun.of(8, i -> {
                Set<Optional<String>> names = new HashSet<>();
                while (!seenEnough.get()) {
                    names.add(catalogue.find(sale).map(Sale::name));
                    finds.incrementAndGet();
                }
                return names;
            });
            try {
                await().until(() -> finds.get() > 1000 && shared.reads().hits() > 0);
                int readsWithRedis = database.reads.get();
                assertThat(readsWithRedis).as("Redis answered while it lived").isLessThan(10);
                assertThat(shared.reads().failures()).isZero();
                ProcessHandle.of(doomed.pid()).orElseThrow().destroyForcibly();
                await().until(() -> ProcessHandle.of(doomed.pid()).isEmpty());
                await().until(() -> database.reads.get() > readsWithRedis + 10);
                assertThat(shared.reads().failures())
                        .as("reads that Redis did not answer")
                        .isGreaterThan(10);
            } finally {
                seenEnough.set(true);
            }
            readers.<Set<Optional<String>>>results()
                    .forEach(names -> assertThat(names).containsExactly(Optional.of("open sale")));
        }
    }

    @ParameterizedTest
    @MethodSource("badCopies")
    void aCopyThatCannotBeReadIsReplacedFromTheDatabase(BiConsumer<RedisClient, byte[]> writer) {
        long sale = SALES.open(7);
        byte[] key = ("seckill:{" + sale + "}:object").getBytes(UTF_8);
        redis.del(key);
        writer.accept(redis, key);
        assertThat(catalogue(LONG).find(sale))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(sale));
        assertThat(catalogue(LONG).find(sale)).isPresent();
        assertThat(database.reads).hasValue(1);
        assertThat(redis.pttl(key)).isPositive();
    }

    /** Counted at the server, which others ask too: they are sent far less than that. */
    @Test
    void ofACopyThatIsTooLongLittleIsTransferred() {
        long sale = SALES.open(7);
        byte[] key = ("seckill:{" + sale + "}:object").getBytes(UTF_8);
        redis.set(key, filled(HUGE, 0));
        long before = sentByRedis();
        assertThat(catalogue(LONG).find(sale)).isPresent();
        assertThat(sentByRedis() - before).isLessThan(HUGE / 2);
    }

    private long sentByRedis() {
        return redis.info("stats")
                .lines()
                .filter(line -> line.startsWith("total_net_output_bytes:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Nodes of two versions share one Redis during an upgrade. */
    @Test
    void aCopyThatAnOlderVersionWroteWithoutAPriceIsReplacedFromTheDatabase() {
        long sale = SALES.open(7);
        SALES.price(sale, 199_900, "CNY");
        byte[] key = ("seckill:{" + sale + "}:object").getBytes(UTF_8);
        String old = "08e8071210e6898be69cba2026203c70686f6e653e184d2080d095ffbc312880adf180bd31300338fbd095ffbc31";
        redis.set(key, HexFormat.of().parseHex(old));
        Optional<Sale> read = catalogue(LONG).find(sale);
        assertThat(read).hasValueSatisfying(s -> assertThat(s.goods().price()).isEqualTo(new Money(199_900, "CNY")));
        assertThat(catalogue(LONG).find(sale)).isEqualTo(read);
        assertThat(database.reads).hasValue(1);
    }

    @Test
    void aSaleThatOnlyHasANameAndAStockIsFreeWithAPlainPicture() {
        Sale sale = catalogue(LONG).find(SALES.open(7)).orElseThrow();
        assertThat(sale.goods()).isEqualTo(new Goods("", "img/parcel.svg", new Money(0, "CNY"), null));
        assertThat(sale.stock()).isEqualTo(7);
        assertThat(sale.offered()).isEqualTo(7);
    }

    @Test
    void theGoodsAreReadAsTheOperatorWroteThem() {
        long id = SALES.open(7);
        TestEngines.database()
                .update(
                        "UPDATE seckill SET title = ?, picture = ?, price = ?, list_price = ?, currency = ?, offered = ?"
                                + " WHERE seckill_id = ?",
                        "两个摄像头",
                        "img/sale/phone.svg",
                        9_007_199_254_740_993L,
                        9_007_199_254_740_994L,
                        "KWD",
                        10,
                        id);
        Goods goods = new Goods(
                "两个摄像头",
                "img/sale/phone.svg",
                new Money(9_007_199_254_740_993L, "KWD"),
                new Money(9_007_199_254_740_994L, "KWD"));
        Sale sale = catalogue(LONG).find(id).orElseThrow();
        assertThat(sale.goods()).isEqualTo(goods);
        assertThat(sale.percentLeft()).isEqualTo(70);
        assertThat(catalogue(LONG).find(id)).contains(sale);
        assertThat(listed(catalogue(LONG))).contains(sale.id());
        assertThat(database.reads).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "price = -1",
                "price = 5, list_price = 5",
                "list_price = -1",
                "currency = 'cny'",
                "currency = 'CN'",
                "currency = ''",
                "picture = '../secret.svg'",
                "picture = '/img/phone.svg'",
                "picture = 'img//phone.svg'",
                "picture = 'img/..'",
                "picture = 'img/'",
                "picture = ''",
                "picture = '.hidden'",
                "picture = 'img/a b.svg'",
                "picture = CONCAT('img/phone.svg', CHAR(10))",
                "picture = 'img/手机.svg'",
                "title = NULL"
            })
    void whatCouldNotBeReadIsRefusedWhenItIsWritten(String change) throws SQLException {
        long sale = SALES.open(7);
        try (Connection connection = TestEngines.database().connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() ->
                            statement.executeUpdate("UPDATE seckill SET " + change + " WHERE seckill_id = " + sale))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(catalogue(LONG).find(sale)).isPresent();
    }

    @Test
    void stockRaisedByHandAboveWhatWasOfferedIsOfferedToo() {
        long sale = SALES.open(7);
        TestEngines.database().update("UPDATE seckill SET number = 9 WHERE seckill_id = ?", sale);
        assertThat(catalogue(LONG).find(sale).orElseThrow().offered()).isEqualTo(9);
    }

    @Test
    void aSaleInACurrencyThatDoesNotExistIsNoSaleAndTheListGoesOnWithoutIt() {
        long bad = SALES.open(7);
        long good = SALES.open(7);
        SALES.price(bad, 100, "QQQ");
        try {
            Catalogue catalogue = catalogue(LONG);
            assertThat(catalogue.find(bad)).isEmpty();
            assertThat(listed(catalogue)).contains(good).doesNotContain(bad);
        } finally {
            SALES.price(bad, 100, "CNY");
        }
    }

    @Test
    void withoutADatabaseWhatIsKnownIsServedOnAndWhatIsNotFails() throws InterruptedException {
        long known = SALES.open(7);
        long never = SALES.open(7);
        CacheTimes brief = new CacheTimes(Duration.ofMillis(1), Duration.ofMillis(1));
        Catalogue catalogue = catalogue(brief);
        Optional<Sale> sale = catalogue.find(known);
        proxy.cut();
        await().until(() -> redis.get("seckill:{" + known + "}:object") == null);
        assertThat(catalogue.find(known)).isEqualTo(sale);
        assertThatThrownBy(() -> catalogue.find(never)).isInstanceOf(RuntimeException.class);
        proxy.heal();
        await().until(() -> isFound(catalogue(brief), never));
    }

    @Test
    void theListShowsOpenSalesThenThoseToComeThenThePast() {
        long over = SALES.create("over", 1, Duration.ofHours(-2), Duration.ofHours(-1));
        long soon = SALES.create("soon", 1, Duration.ofHours(1), Duration.ofHours(2));
        long open = SALES.open(1);
        Catalogue catalogue = catalogue(LONG);
        assertThat(listed(catalogue)).doesNotHaveDuplicates().containsSubsequence(open, soon, over);
        assertThat(catalogue.page(1_000_000).number())
                .isEqualTo(catalogue.page(1).pages());
        assertThat(catalogue.page(-5).number()).isEqualTo(1);
    }

    /** The pool may make no connection for a moment after it made none for a while. */
    private static boolean isFound(Catalogue catalogue, long sale) {
        try {
            return catalogue.find(sale).isPresent();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static List<Long> listed(Catalogue catalogue) {
        List<Long> ids = new ArrayList<>();
        for (int i = 1; i <= catalogue.page(1).pages(); i++) {
            catalogue.page(i).items().forEach(sale -> ids.add(sale.id()));
        }
        return ids;
    }

    private Catalogue catalogue(CacheTimes times) {
        return new Catalogue(database, new RedisSales(redis, times), times);
    }

    private static RedisClient redis(String url) {
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(URI.create(url)))
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(2000).build())
                .build();
    }
}
