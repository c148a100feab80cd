package org.seckill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.server.StartupFailure;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

@Timeout(60)
class EmbeddedRedisIT {

    @TempDir
    private static Path home;

    /** Of all tests that change nothing of it. */
    private static @Nullable EmbeddedRedis shared;

    @TempDir
    private Path temp;

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void whatWasWrittenIsThereAfterTheEngineWasKilled() {
        EmbeddedRedis killed = EmbeddedRedis.start(temp, TestFolders.BINARIES);
        assertThat(ask(killed, "SET", "sale", "秒杀")).isEqualTo("OK");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.close();

        try (EmbeddedRedis again = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            assertThat(ask(again, "STRLEN", "sale")).isEqualTo("6");
        }
    }

    @Test
    void aRecordCutShortAtTheEndIsDroppedAndTheRestKept() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            ask(redis, "SET", "whole", "1");
            ask(redis, "SET", "halved", "1");
        }
        Path file = temp.resolve("redis/appendonlydir/appendonly.aof.1.incr.aof");
        byte[] records = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(records, records.length - 5));

        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            assertThat(ask(redis, "EXISTS", "whole", "halved")).isEqualTo("1");
        }
    }

    @Test
    void keysAreDeletedWhetherOrNotTheyExist() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            ask(redis, "SET", "seckill:{1000}:object", "old");

            redis.delete(Stream.of("seckill:{1000}:object", "seckill:{1001}:object"));

            assertThat(ask(redis, "EXISTS", "seckill:{1000}:object")).isEqualTo("0");
        }
    }

    @Test
    void aLocalUserWithoutThePasswordIsRefused() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            assertThat(ask(redis.port(), "", "PING")).startsWith("-NOAUTH");
            assertThat(ask(redis.port(), "", "CONFIG", "SET", "dir", temp.toString()))
                    .startsWith("-NOAUTH");
            assertThat(ask(redis.port(), "wrong", "PING")).startsWith("-WRONGPASS");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIG SET dir /tmp",
                "CONFIG SET dbfilename x",
                "CONFIG REWRITE",
                "CONFIG GET *",
                "DEBUG SLEEP 0",
                "DEBUG RELOAD",
                "MODULE LOAD /tmp/x.so",
                "SAVE",
                "BGSAVE",
                "SHUTDOWN NOSAVE",
                "REPLICAOF 127.0.0.1 6379",
                "SLAVEOF 127.0.0.1 6379",
                "PSYNC ? -1",
                "SYNC",
                "MIGRATE 127.0.0.1 6379 key 0 1000",
                "RESTORE key 0 x",
                "ACL SETUSER other on nopass ~* +@all",
                "ACL SAVE",
                "CLIENT KILL TYPE normal",
                "MONITOR",
                "FLUSHALL",
                "FLUSHDB",
                "SWAPDB 0 1",
                "KEYS *"
            })
    void whatAdministersTheServerIsRefusedAlsoWithThePassword(String command) {
        assertThat(ask(shared(), command.split(" ", -1))).matches("-(NOPERM|ERR (DEBUG|MODULE) command not allowed).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO server",
                "BGREWRITEAOF",
                "SCRIPT LOAD return(1)",
                "EVAL return(1) 0",
                "WAIT 0 1",
                "XLEN key",
                "SCAN 0",
                "CLIENT SETNAME node"
            })
    void whatANodeAndItsOperatorsNeedIsAllowed(String command) {
        assertThat(ask(shared(), command.split(" ", -1))).doesNotStartWith("-");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noOtherUserCanReadItsPasswordOrItsData() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            ask(redis, "SET", "sale", "1");
            String password = new SecretFile(temp.resolve("redis.password")).value();
            Path commandLine = Path.of("/proc/" + redis.pid() + "/cmdline");
            assertThat(Files.readString(commandLine)).isNotEmpty().doesNotContain(password);
            assertThat(redis.url()).contains(password);
        }
        assertThat(FileRights.ofOthers(temp)).isEmpty();
    }

    @Test
    void dataOfAnEarlierVersionWithoutAPasswordIsKept() {
        try (EmbeddedRedis earlier = EmbeddedRedis.startOpen(temp, TestFolders.BINARIES)) {
            assertThat(ask(earlier.port(), "", "SET", "sale", "1")).isEqualTo("OK");
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, TestFolders.BINARIES)) {
            assertThat(ask(redis, "EXISTS", "sale")).isEqualTo("1");
        }
    }

    /** A folder whose name a configuration file would read as several words. */
    @Test
    void aFolderMayHaveAnyName() {
        Path odd = temp.resolve("a \"b\" \\n 'c' # 秒");
        try (EmbeddedRedis redis = EmbeddedRedis.start(odd, TestFolders.BINARIES)) {
            assertThat(ask(redis, "SET", "sale", "1")).isEqualTo("OK");
        }
        assertThat(odd.resolve("redis/appendonlydir/appendonly.aof.1.incr.aof")).isNotEmptyFile();
    }

    @Test
    void rubbishInPlaceOfDataIsNamedWithWhatToDo() throws IOException {
        Path data = Files.createDirectories(temp.resolve("redis"));
        Files.writeString(data.resolve("appendonly.aof"), "rubbish ".repeat(100), StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> EmbeddedRedis.start(temp, TestFolders.BINARIES))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("Redis stopped with status 1: ")
                .hasMessageContaining(temp.resolve("logs/redis.log").toString())
                .hasMessageEndingWith("move %s away and start again".formatted(data));
    }

    @Test
    void aTakenPortIsExchangedForAnother() throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.start(temp.resolve("first"), TestFolders.BINARIES)) {
            Path log = temp.resolve("second.log");
            Deque<EmbeddedRedis> taken = new ArrayDeque<>(List.of(first));

            // The first attempt is made on a port that somebody took after it was seen free.
            int port = LoopbackPort.tryOn(log, free -> {
                if (!taken.isEmpty()) {
                    EngineProcess.start(redisOn(taken.pop(), log)).awaitReady(() -> false, Duration.ofSeconds(10));
                }
                return free;
            });

            assertThat(taken).isEmpty();
            assertThat(port).isNotEqualTo(first.port());
        }
    }

    private static synchronized EmbeddedRedis shared() {
        if (shared == null) {
            shared = EmbeddedRedis.start(home, TestFolders.BINARIES);
        }
        return shared;
    }

    private static String ask(EmbeddedRedis redis, String... words) {
        return ask(redis.port(), redis.url().replaceFirst("redis://:(.*)@.*", "$1"), words);
    }

    /** Returns the reply as text; an error begins with a minus sign. */
    private static String ask(int port, String password, String... words) {
        try (Jedis redis = new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .password(password.isEmpty() ? null : password)
                        .build())) {
            Object reply =
                    redis.sendCommand(() -> SafeEncoder.encode(words[0]), Arrays.copyOfRange(words, 1, words.length));
            return String.valueOf(reply instanceof byte[] text ? SafeEncoder.encode(text) : reply);
        } catch (JedisDataException e) {
            return "-" + e.getMessage();
        }
    }

    private EngineCommand redisOn(EmbeddedRedis running, Path log) {
        Path program = ProcessHandle.of(running.pid())
                .flatMap(process -> process.info().command())
                .map(Path::of)
                .orElseThrow();
        return new EngineCommand(
                "Redis",
                List.of(program.toString(), "--port", Integer.toString(running.port()), "--bind", "127.0.0.1"),
                Map.of(),
                temp,
                log,
                temp.resolve("second.pid"),
                "");
    }
}
