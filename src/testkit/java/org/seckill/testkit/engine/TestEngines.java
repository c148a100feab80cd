package org.seckill.testkit.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.testkit.run.TestFolders;

/**
 * The real engines, started once per JVM: MariaDB, or MySQL 8 where {@code seckill.test.mysql} names its
 * unpacked folder, and Redis.
 */
public final class TestEngines {
    private static final TestEngines RUNNING = new TestEngines();

    private final Database database;
    private final String redisUrl;

    private TestEngines() {
        Path home = freshFolder();
        EmbeddedRedis redis = startRedis(home);
        redisUrl = redis.url();
        stopAtTheEnd(redis);
        String mysql = System.getProperty("seckill.test.mysql", "");
        database = mysql.isEmpty() ? mariaDb(home) : mySql(Path.of(mysql), home);
    }

    public static Database database() {
        return RUNNING.database;
    }

    public static String redisUrl() {
        return RUNNING.redisUrl;
    }

    public static int redisPort() {
        return URI.create(redisUrl()).getPort();
    }

    /** A Redis of one test's own, to be killed and closed by it. */
    public static EmbeddedRedis startRedis(Path home) {
        return EmbeddedRedis.startOpen(home, TestFolders.BINARIES);
    }

    public static Path freshFolder() {
        String name = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return TestFolders.ENGINES.resolve("run-" + name);
    }

    private static Database mariaDb(Path home) {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(home, TestFolders.BINARIES);
        stopAtTheEnd(server);
        return new Database(server.jdbcUrl(), server.user(), server.password());
    }

    private static Database mySql(Path binaries, Path home) {
        MySqlServer server = MySqlServer.start(binaries, home);
        stopAtTheEnd(server);
        return server.database();
    }

    private static void stopAtTheEnd(AutoCloseable engine) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                engine.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
    }
}
