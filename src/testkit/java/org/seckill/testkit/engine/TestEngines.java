package org.seckill.testkit.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.testkit.run.TestFolders;

/**
 * The engines that all tests of this JVM share: Redis, and MariaDB, or MySQL 8 if {@code seckill.test.mysql} names its
 * unpacked folder. They start with the first use and stop with the JVM.
 */
public final class TestEngines {
    private static final TestEngines RUNNING = new TestEngines();

    private static final Map<String, Integer> REDIS_DATABASES = new ConcurrentHashMap<>();

    /** Redis has 16 databases; the first is the one that tests share. */
    private static final AtomicInteger NEXT_REDIS_DATABASE = new AtomicInteger(1);

    private final Database database;
    private final String redisUrl;

    private TestEngines() {
        Path home = freshFolder();
        EmbeddedRedis redis = startRedis(home);
        redisUrl = redis.url();
        stopAtTheEnd(redis);
        String mysql = System.getProperty("seckill.test.mysql", "");
        database = mysql.isEmpty() ? mariaDb(home) : mySql(Path.of(mysql), home);
        database.migrate();
    }

    /** The schema that tests share; it has the tables and procedures of this version. */
    public static Database database() {
        return RUNNING.database;
    }

    public static String redisUrl() {
        return RUNNING.redisUrl;
    }

    /** The URL of a Redis database that only this name has. */
    public static String redisUrl(String name) {
        int database = REDIS_DATABASES.computeIfAbsent(name, unused -> NEXT_REDIS_DATABASE.getAndIncrement());
        return redisUrl().replaceFirst("/0$", "/" + database);
    }

    public static int redisPort() {
        return URI.create(redisUrl()).getPort();
    }

    /** A Redis for one test, which may kill it and has to close it. */
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
