package org.seckill.testkit.engine;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.server.StartupFailure;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.Signals;
import org.seckill.testkit.run.TestFolders;
import org.springframework.util.FileSystemUtils;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis of a test's own, which can be killed, silenced and started again at the same port. One thread at a time may do
 * so.
 */
public final class RedisNode implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final int TIMEOUT_MILLIS = 5_000;

    /** A Cluster's nodes talk at a port higher by so much. */
    private static final int BUS = 10_000;

    private final Path home;
    private final int port;
    private final List<String> settings;
    private EmbeddedRedis running;

    private RedisNode(Path home, int port, List<String> settings, EmbeddedRedis running) {
        this.home = home;
        this.port = port;
        this.settings = settings;
        this.running = running;
    }

    /** @param settings in Redis' own words, such as {@code --appendfsync always} */
    public static RedisNode start(Path home, String... settings) {
        for (int attempt = 1; true; attempt++) {
            int port = freePort();
            try {
                List<String> words = List.of(settings);
                EmbeddedRedis redis = EmbeddedRedis.startAt(port, home, TestFolders.BINARIES, words);
                return new RedisNode(home, port, words, redis);
            } catch (StartupFailure fault) {
                if (attempt == ATTEMPTS) {
                    throw fault;
                }
            }
        }
    }

    /** Returns when it has the master's data. */
    public static RedisNode replicaOf(RedisNode master, Path home, String... settings) {
        List<String> words = new ArrayList<>(List.of(settings));
        words.addAll(List.of("--replicaof", "127.0.0.1", Integer.toString(master.port)));
        RedisNode replica = start(home, words.toArray(String[]::new));
        await().until(replica::isFollowing);
        return replica;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    /** The engine's process, for those who watch it. */
    public long pid() {
        return running.pid();
    }

    /** Asks it on a connection of its own. */
    public <T> T ask(Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis("127.0.0.1", port, TIMEOUT_MILLIS)) {
            return question.apply(jedis);
        }
    }

    /** Whether it is a replica that has its master's data. */
    public boolean isFollowing() {
        return ask(jedis -> jedis.info("replication")).contains("master_link_status:up");
    }

    public boolean isAlive() {
        return ProcessHandle.of(pid()).filter(Program::isRunning).isPresent();
    }

    /** As {@code kill -9}; returns when the process is gone. */
    public void kill() {
        Signals.kill(pid());
        running.close();
    }

    /** Starts it after a kill, with all that its append-only file has. */
    public void restart() {
        running = EmbeddedRedis.startAt(port, home, TestFolders.BINARIES, settings);
        await().until(this::answers);
    }

    /** Starts it after a kill without its data; a Cluster's node keeps its name, its slots and its role. */
    public void restartWithoutData() {
        try {
            FileSystemUtils.deleteRecursively(home.resolve("redis/appendonlydir"));
            Files.deleteIfExists(home.resolve("redis/dump.rdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /** Its snapshots fail, as on a full disk, so that it refuses writes ({@code MISCONF}). */
    public void fillDisk() {
        Path snapshot = home.resolve("redis/dump.rdb");
        try {
            Files.deleteIfExists(snapshot);
            Files.createDirectory(snapshot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ask(jedis -> jedis.configSet("save", "3600 1000000"));
        ask(Jedis::bgsaveSchedule);
        await().until(() -> ask(jedis -> jedis.info("persistence")).contains("rdb_last_bgsave_status:err"));
    }

    /** After {@link #fillDisk}. */
    public void freeDisk() {
        ask(jedis -> jedis.configSet("save", ""));
        try {
            Files.delete(home.resolve("redis/dump.rdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It keeps its connections and its port, and answers nothing. */
    public void silence() {
        Signals.stop(pid());
    }

    public void wake() {
        Signals.wake(pid());
    }

    @Override
    public void close() {
        // Asked politely, one that is silent would be waited for.
        kill();
    }

    // Redis says so by an error while it reads its file.
    private boolean answers() {
        try {
            return ask(Jedis::ping).equals("PONG");
        } catch (JedisException e) {
            return false;
        }
    }

    /** Below those that connections are given, so that a node which is killed finds both its ports free again. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(11_000, 22_000);
            if (isFree(port) && isFree(port + BUS)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
