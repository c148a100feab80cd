package org.seckill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.seckill.exposure.Addresses;
import org.seckill.standalone.EmbeddedRedis;
import org.seckill.testing.Database;
import org.seckill.testing.MySqlServer;
import org.springframework.util.FileSystemUtils;

/** All that runs: MySQL, Redis and one node, with their data below target/bench/. */
final class Premises implements AutoCloseable {
    private static final Path HOME = Path.of("target", "bench", "run").toAbsolutePath();

    private final MySqlServer mysql;
    private final EmbeddedRedis redis;
    private final Map<String, String> settings;
    private final Node node;
    private final List<Node> others = new ArrayList<>();
    private final List<EmbeddedRedis> otherRedises = new ArrayList<>();
    private final Lines lines;
    private final Buyers buyers;
    private final Wrk wrk;
    private @Nullable QueueShop queueShop;
    private @Nullable BareRedis bareRedis;

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
        EmbeddedRedis redis = startRedis(HOME);
        return new Premises(mysql, redis);
    }

    Cpu cpu() {
        return cpu(node, redis);
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
        return wrk(loaded, redis);
    }

    /** What loads that node, which has another Redis. */
    Wrk wrk(Node loaded, EmbeddedRedis its) {
        return new Wrk(loaded.port(), () -> cpu(loaded, its), HOME);
    }

    Database database() {
        return mysql.database();
    }

    Books books() {
        return new Books(database());
    }

    /** The shop that sells through the queue; it is opened when it is first asked for. */
    QueueShop queueShop() {
        QueueShop shop = queueShop;
        if (shop == null) {
            shop = new QueueShop(this);
            queueShop = shop;
        }
        return shop;
    }

    /** A Redis for its scripts alone, with a replica; it is started when it is first asked for. */
    BareRedis bareRedis() {
        BareRedis bare = bareRedis;
        if (bare == null) {
            bare = new BareRedis(this);
            bareRedis = bare;
        }
        return bare;
    }

    /** One more Redis, with its data below that folder, until these premises are left. */
    EmbeddedRedis anotherRedis(String name) {
        EmbeddedRedis other = startRedis(HOME.resolve(name));
        otherRedises.add(other);
        return other;
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

    /** @param its Redis */
    Cpu cpu(Node one, EmbeddedRedis its) {
        return Cpu.now(one.pid(), mysql.pid(), its.pid());
    }

    private static EmbeddedRedis startRedis(Path home) {
        return EmbeddedRedis.startOpen(home, HOME.resolveSibling("binaries"));
    }

    @Override
    public void close() {
        others.forEach(Node::close);
        node.close();
        otherRedises.forEach(EmbeddedRedis::close);
        redis.close();
        mysql.close();
    }
}
