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
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.Signals;
import org.seckill.testkit.run.TestFolders;
import org.springframework.util.FileSystemUtils;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis for one test, alone or as a node of a Cluster. Used by one thread at a time. */
public final class RedisNode implements Restartable {
    private static final int ATTEMPTS = 5;
    private static final int TIMEOUT_MILLIS = 5_000;

    /** The difference between the port of a Cluster's node and the port at which it talks to the other nodes. */
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

    /** @param settings options of the Redis command line, such as {@code --appendfsync always} */
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

    /** Starts a replica and returns when it has the master's data. */
    public static RedisNode replicaOf(RedisNode master, Path home, String... settings) {
        List<String> words = new ArrayList<>(List.of(settings));
        words.addAll(List.of("--replicaof", "127.0.0.1", Integer.toString(master.port)));
        RedisNode replica = start(home, words.toArray(String[]::new));
        await().until(replica::isFollowing);
        return replica;
    }

    @Override
    public String name() {
        return "redis:" + port;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    /** The process id of the server. */
    public long pid() {
        return running.pid();
    }

    /** Asks on a new connection. */
    public <T> T ask(Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis("127.0.0.1", port, TIMEOUT_MILLIS)) {
            return question.apply(jedis);
        }
    }

    /** Whether this is a replica that has its master's data. */
    public boolean isFollowing() {
        return ask(jedis -> jedis.info("replication")).contains("master_link_status:up");
    }

    public boolean isAlive() {
        return ProcessHandle.of(pid()).filter(Program::isRunning).isPresent();
    }

    @Override
    public void kill() {
        Signals.kill(pid());
        running.close();
    }

    /** Starts the server after a kill, with the data of its append-only file. */
    @Override
    public void start() {
        running = EmbeddedRedis.startAt(port, home, TestFolders.BINARIES, settings);
        await().until(this::answers);
    }

    /** Starts the server after a kill, without data. A node of a Cluster keeps its id, its slots and its role. */
    public void startWithoutData() {
        try {
            FileSystemUtils.deleteRecursively(home.resolve("redis/appendonlydir"));
            Files.deleteIfExists(home.resolve("redis/dump.rdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Lets snapshots fail as on a full disk, so that Redis refuses writes ({@code MISCONF}). */
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

    /** Ends the effect of {@link #fillDisk}. */
    public void freeDisk() {
        ask(jedis -> jedis.configSet("save", ""));
        try {
            Files.delete(home.resolve("redis/dump.rdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void pause() {
        Signals.stop(pid());
    }

    @Override
    public void wake() {
        Signals.wake(pid());
    }

    @Override
    public void close() {
        // Not an orderly stop: a paused server would not answer it.
        kill();
    }

    /** False also while Redis loads its file: it answers with an error then. */
    private boolean answers() {
        try {
            return ask(Jedis::ping).equals("PONG");
        } catch (JedisException e) {
            return false;
        }
    }

    /** Below the ports of outgoing connections, so that a killed node finds both its ports free again. */
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
