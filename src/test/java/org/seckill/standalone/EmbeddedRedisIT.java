package org.seckill.standalone;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.server.LaunchFault;
import org.seckill.testing.Folders;

@Timeout(60)
class EmbeddedRedisIT {

    @TempDir
    private Path temp;

    @Test
    void whatWasWrittenIsThereAfterTheEngineWasKilled() throws IOException {
        EmbeddedRedis killed = EmbeddedRedis.start(temp, Folders.BINARIES);
        assertThat(RespSocket.ask(killed.port(), "SET", "sale", "秒杀")).isEqualTo("+OK");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.close();

        try (EmbeddedRedis again = EmbeddedRedis.start(temp, Folders.BINARIES)) {
            assertThat(RespSocket.ask(again.port(), "STRLEN", "sale")).isEqualTo(":6");
        }
    }

    @Test
    void aRecordCutShortAtTheEndIsDroppedAndTheRestKept() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, Folders.BINARIES)) {
            RespSocket.ask(redis.port(), "SET", "whole", "1");
            RespSocket.ask(redis.port(), "SET", "halved", "1");
        }
        Path file = temp.resolve("redis/appendonly.aof");
        byte[] records = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(records, records.length - 5));

        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, Folders.BINARIES)) {
            assertThat(RespSocket.ask(redis.port(), "EXISTS", "whole", "halved"))
                    .isEqualTo(":1");
        }
    }

    @Test
    void keysAreDeletedWhetherOrNotTheyExist() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temp, Folders.BINARIES)) {
            RespSocket.ask(redis.port(), "SET", "seckill:{1000}:object", "old");

            redis.delete(Stream.of("seckill:{1000}:object", "seckill:{1001}:object"));

            assertThat(RespSocket.ask(redis.port(), "EXISTS", "seckill:{1000}:object"))
                    .isEqualTo(":0");
        }
    }

    @Test
    void rubbishInPlaceOfDataIsNamedWithWhatToDo() throws IOException {
        Path data = Files.createDirectories(temp.resolve("redis"));
        Files.writeString(data.resolve("appendonly.aof"), "rubbish ".repeat(100), StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> EmbeddedRedis.start(temp, Folders.BINARIES))
                .isInstanceOf(LaunchFault.class)
                .hasMessageStartingWith("Redis stopped with status 1: ")
                .hasMessageContaining(temp.resolve("logs/redis.log").toString())
                .hasMessageEndingWith("move %s away and start again".formatted(data));
    }

    @Test
    void aTakenPortIsExchangedForAnother() throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.start(temp.resolve("first"), Folders.BINARIES)) {
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
