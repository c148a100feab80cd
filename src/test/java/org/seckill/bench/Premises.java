package org.seckill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.seckill.exposure.Addresses;
import org.seckill.sale.Window;
import org.seckill.standalone.EmbeddedRedis;
import org.seckill.testing.Database;
import org.seckill.testing.MySqlServer;
import org.seckill.testing.Sales;
import org.springframework.util.FileSystemUtils;

/** All that runs: MySQL, Redis and one node, with their data below target/bench/. */
final class Premises implements AutoCloseable {
    private static final Path HOME = Path.of("target", "bench", "run").toAbsolutePath();

    private final MySqlServer mysql;
    private final EmbeddedRedis redis;
    private final Map<String, String> settings;
    private final Node node;
    private final List<Node> others = new ArrayList<>();
    private final Lines lines;
    private final Buyers buyers;
    private final Wrk wrk;

    private Premises(MySqlServer mysql, EmbeddedRedis redis) {
        this.mysql = mysql;
        this.redis = redis;
        Database database = mysql.database();
        this.settings = Map.of(
                "SECKILL_DB_URL", database.url(),
                "SECKILL_DB_USER", database.user(),
                "SECKILL_DB_PASSWORD", database.password(),
                "SECKILL_REDIS_URL", redis.url(),
                "SECKILL_SECRET", Addresses.SECRET);
        this.node = Node.start(HOME, settings);
        this.lines = new Lines(node.port());
        this.buyers = new Buyers(lines);
        this.wrk = wrk(node);
    }

    static Premises open() {
        try {
            FileSystemUtils.deleteRecursively(HOME);
            Files.createDirectories(HOME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MySqlServer mysql = MySqlServer.start(Path.of("target", "mysql").toAbsolutePath(), HOME);
        EmbeddedRedis redis = EmbeddedRedis.start(HOME, HOME.resolveSibling("binaries"));
        return new Premises(mysql, redis);
    }

    Cpu cpu() {
        return cpu(node);
    }

    /** Starts one more node, at the same data and until these premises are left. */
    Node another(String name, Map<String, String> itsOwn) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(itsOwn);
        Node other = Node.start(HOME.resolve(name), all);
        others.add(other);
        return other;
    }

    /** What loads that node. */
    Wrk wrk(Node loaded) {
        return new Wrk(loaded.port(), () -> cpu(loaded), HOME);
    }

    Database database() {
        return mysql.database();
    }

    Sales sales() {
        return new Sales(database());
    }

    Path home() {
        return HOME;
    }

    int redisPort() {
        return redis.port();
    }

    Node node() {
        return node;
    }

    Lines lines() {
        return lines;
    }

    Buyers buyers() {
        return buyers;
    }

    Wrk wrk() {
        return wrk;
    }

    /** @param unanswered orders that may still be on their way: none of them is waited for */
    Ledger ledger(long sale, long confirmed, long unanswered) {
        List<Object> row = database()
                .rows(
                        "SELECT offered, number, (SELECT COUNT(*) FROM purchase WHERE seckill_id = ?),"
                                + " (SELECT COUNT(DISTINCT user_phone) FROM purchase WHERE seckill_id = ?)"
                                + " FROM seckill WHERE seckill_id = ?",
                        sale,
                        sale,
                        sale)
                .get(0);
        long[] counts =
                row.stream().mapToLong(count -> ((Number) count).longValue()).toArray();
        return new Ledger(counts[0], counts[1], counts[2], counts[3], confirmed, unanswered);
    }

    Window window(long sale) {
        List<Object> times = database()
                .rows(
                        "SELECT 1000 * UNIX_TIMESTAMP(start_time), 1000 * UNIX_TIMESTAMP(end_time)"
                                + " FROM seckill WHERE seckill_id = ?",
                        sale)
                .get(0);
        return new Window(instant(times.get(0)), instant(times.get(1)));
    }

    /** @return the ticket of each buyer who has a row */
    Map<String, String> rows(long sale) {
        return database().rows("SELECT user_phone, ticket FROM purchase WHERE seckill_id = ?", sale).stream()
                .collect(Collectors.toMap(
                        row -> row.get(0).toString(), row -> row.get(1).toString()));
    }

    /** So that no round meets a table that an earlier one made long. */
    void forgetPurchases() {
        database().update("TRUNCATE TABLE purchase");
    }

    private Cpu cpu(Node one) {
        return Cpu.now(one.pid(), mysql.pid());
    }

    private static Instant instant(Object millis) {
        return Instant.ofEpochMilli(((Number) millis).longValue());
    }

    @Override
    public void close() {
        others.forEach(Node::close);
        node.close();
        redis.close();
        mysql.close();
    }
}
