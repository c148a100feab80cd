package org.seckill.tools.stress;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** A shop as it is deployed, but for the machine: a database, Redis and one node, each a process of its own. */
final class StressShop implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String SECRET = "a secret that only the stress plans' shop knows";

    private final EmbeddedMariaDb mariaDb;
    private final EmbeddedRedis redis;
    private final EngineProcess node;
    private final int port;

    private StressShop(EmbeddedMariaDb mariaDb, EmbeddedRedis redis, EngineProcess node, int port) {
        this.mariaDb = mariaDb;
        this.redis = redis;
        this.node = node;
        this.port = port;
    }

    /**
     * Returns when all of it serves.
     *
     * @param home receives data and logs
     * @param war what {@code mvn package} makes
     */
    static StressShop open(PurchaseMode desk, Path home, Path war) {
        EmbeddedMariaDb mariaDb = EmbeddedMariaDb.start(home, TestFolders.BINARIES);
        EmbeddedRedis redis = EmbeddedRedis.startOpen(home, TestFolders.BINARIES);
        int port = Program.freePort();
        EngineProcess node = EngineProcess.start(new EngineCommand(
                "the node",
                List.of(Program.java(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-jar", war.toString()),
                settings(desk, mariaDb, redis, port),
                home,
                home.resolve("logs/node.log"),
                home.resolve("node.pid"),
                "look at the log"));
        node.awaitReady(() -> isReady(port), START);
        return new StressShop(mariaDb, redis, node, port);
    }

    int port() {
        return port;
    }

    Database database() {
        return new Database(mariaDb.jdbcUrl(), mariaDb.user(), mariaDb.password());
    }

    String redisUrl() {
        return redis.url();
    }

    @Override
    public void close() {
        node.close();
        redis.close();
        mariaDb.close();
    }

    private static Map<String, String> settings(
            PurchaseMode desk, EmbeddedMariaDb mariaDb, EmbeddedRedis redis, int port) {
        return Map.of(
                "SECKILL_HTTP_PORT", Integer.toString(port),
                "SECKILL_DB_URL", mariaDb.jdbcUrl(),
                "SECKILL_DB_USER", mariaDb.user(),
                "SECKILL_DB_PASSWORD", mariaDb.password(),
                "SECKILL_REDIS_URL", redis.url(),
                "SECKILL_SECRET", SECRET,
                "SECKILL_PURCHASE", desk.setting());
    }

    private static boolean isReady(int port) {
        try (RawConnection line = new RawConnection(port)) {
            return line.ask(RawRequest.get("/readyz")).status() == 200;
        } catch (UncheckedIOException e) {
            // Not yet.
            return false;
        }
    }
}
