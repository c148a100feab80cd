package org.seckill.tools.benchshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.exposure.TestAddresses;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.MySqlServer;
import org.seckill.testkit.http.RawConnections;
import org.seckill.tools.measure.CpuUse;
import org.seckill.tools.measure.WrkLoad;
import org.springframework.util.FileSystemUtils;

/** All that runs: MySQL, Redis and one node, with their data below target/bench/. */
public final class BenchShop implements AutoCloseable {
    private static final Path HOME = Path.of("target", "bench", "run").toAbsolutePath();

    private final MySqlServer mysql;
    private final EmbeddedRedis redis;
    private final Map<String, String> settings;
    private final BenchNodeProcess node;
    private final List<BenchNodeProcess> others = new ArrayList<>();
    private final List<EmbeddedRedis> otherRedises = new ArrayList<>();
    private final RawConnections lines;
    private final LoggedInBuyers buyers;
    private final WrkLoad wrk;
    private @Nullable QueueShop queueShop;
    private @Nullable BenchNodeProcess container;
    private @Nullable BareRedis bareRedis;

    /** @param transport the value of SECKILL_TRANSPORT */
    private BenchShop(MySqlServer mysql, EmbeddedRedis redis, String transport) {
        this.mysql = mysql;
        this.redis = redis;
        Database database = mysql.database();
        this.settings = Map.of(
                "SECKILL_DB_URL", database.url(),
                "SECKILL_DB_USER", database.user(),
                "SECKILL_DB_PASSWORD", database.password(),
                "SECKILL_REDIS_URL", redis.url(),
                "SECKILL_SECRET", TestAddresses.SECRET,
                "SECKILL_TRANSPORT", transport);
        this.node = BenchNodeProcess.start(HOME, settings);
        this.lines = new RawConnections(node.port());
        this.buyers = new LoggedInBuyers(lines);
        this.wrk = wrk(node);
    }

    /** @param transport the value of SECKILL_TRANSPORT */
    public static BenchShop open(String transport) {
        try {
            FileSystemUtils.deleteRecursively(HOME);
            Files.createDirectories(HOME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MySqlServer mysql = MySqlServer.start(Path.of("target", "mysql").toAbsolutePath(), HOME);
        EmbeddedRedis redis = startRedis(HOME);
        return new BenchShop(mysql, redis, transport);
    }

    public CpuUse cpu() {
        return cpu(node, redis);
    }

    /** Starts one more node, at the same data and until these premises are left. */
    public BenchNodeProcess another(String name, Map<String, String> itsOwn) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(itsOwn);
        BenchNodeProcess other = BenchNodeProcess.start(HOME.resolve(name), all);
        others.add(other);
        return other;
    }

    /** A node whose port Tomcat serves; it is started when it is first asked for. */
    public BenchNodeProcess container() {
        BenchNodeProcess started = container;
        if (started == null) {
            started = another("container", Map.of("SECKILL_TRANSPORT", "tomcat"));
            container = started;
        }
        return started;
    }

    /** What loads the bare transport of the node. */
    public WrkLoad bareWrk() {
        return new WrkLoad(node.barePort(), () -> cpu(node, redis), HOME);
    }

    /** What loads that node. */
    public WrkLoad wrk(BenchNodeProcess loaded) {
        return wrk(loaded, redis);
    }

    /** What loads that node, which has another Redis. */
    public WrkLoad wrk(BenchNodeProcess loaded, EmbeddedRedis its) {
        return new WrkLoad(loaded.port(), () -> cpu(loaded, its), HOME);
    }

    public Database database() {
        return mysql.database();
    }

    public BenchDatabase tables() {
        return new BenchDatabase(database());
    }

    /** The shop that sells through the queue; it is opened when it is first asked for. */
    public QueueShop queueShop() {
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

    public Path home() {
        return HOME;
    }

    public int redisPort() {
        return redis.port();
    }

    public BenchNodeProcess node() {
        return node;
    }

    public RawConnections lines() {
        return lines;
    }

    public LoggedInBuyers buyers() {
        return buyers;
    }

    public WrkLoad wrk() {
        return wrk;
    }

    /** @param its Redis */
    public CpuUse cpu(BenchNodeProcess one, EmbeddedRedis its) {
        return CpuUse.now(one.pid(), mysql.pid(), its.pid());
    }

    private static EmbeddedRedis startRedis(Path home) {
        return EmbeddedRedis.startOpen(home, HOME.resolveSibling("binaries"));
    }

    @Override
    public void close() {
        others.forEach(BenchNodeProcess::close);
        node.close();
        otherRedises.forEach(EmbeddedRedis::close);
        redis.close();
        mysql.close();
    }
}
