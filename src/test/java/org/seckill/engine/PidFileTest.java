package org.seckill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PidFileTest {
    private static final Duration BRIEFLY = Duration.ofMillis(200);

    @TempDir
    private Path temp;

    private PidFile pidFile;
    private Process engine;

    @BeforeEach
    void startAnEngine() throws IOException {
        pidFile = new PidFile(temp.resolve("engine.pid"));
        engine = new ProcessBuilder("/bin/sleep", "1000").start();
    }

    @AfterEach
    void endTheEngine() {
        engine.destroyForcibly();
    }

    @Test
    void anEngineLeftBehindIsEnded() throws Exception {
        pidFile.write(engine.toHandle());

        pidFile.endLeftover(BRIEFLY);

        assertThat(engine.waitFor()).isEqualTo(128 + 15);
        assertThat(pidFile.path()).doesNotExist();
    }

    @Test
    void anEngineThatStopsByItselfIsWaitedFor() throws Exception {
        pidFile.write(engine.toHandle());
        engine.destroy();

        pidFile.endLeftover(Duration.ofSeconds(20));

        assertThat(engine.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void anEngineDeafToTheSignalIsKilled() throws Exception {
        Process deaf = new ProcessBuilder("/bin/sh", "-c", "trap '' TERM; echo deaf; exec sleep 1000").start();
        assertThat(deaf.getInputStream().read()).isEqualTo('d');
        pidFile.write(deaf.toHandle());

        pidFile.endLeftover(BRIEFLY);

        assertThat(deaf.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void anotherProcessThatGotTheSameIdIsLeftAlone() throws IOException {
        Instant earlier = engine.info().startInstant().orElseThrow().minusSeconds(60);
        Files.writeString(pidFile.path(), engine.pid() + "\n" + earlier + "\n");

        pidFile.endLeftover(BRIEFLY);

        assertThat(engine.isAlive()).isTrue();
        assertThat(pidFile.path()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "x\ny\n", "1\n2026-13-01T00:00:00Z"})
    void aFileCutShortEndsNobody(String content) throws IOException {
        Files.writeString(pidFile.path(), content);

        pidFile.endLeftover(BRIEFLY);

        assertThat(pidFile.path()).doesNotExist();
    }
}
