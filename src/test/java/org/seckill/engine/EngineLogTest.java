package org.seckill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLogTest {
    @TempDir
    private Path temp;

    @Test
    void theLastErrorTellsMoreThanTheFarewell() throws IOException {
        EngineLog log = log("[Note] begun\n[ERROR] first\n[ERROR] the cause\n[ERROR] Aborting\n\n");

        assertThat(log.tellingLine()).isEqualTo("[ERROR] the cause");
    }

    @Test
    void withoutAnErrorTheLastLineTells() throws IOException {
        assertThat(log("one\n two \n\n").tellingLine()).isEqualTo("two");
    }

    @Test
    void silenceIsSaid() throws IOException {
        assertThat(log("\n").tellingLine()).isEqualTo("it said nothing");
    }

    @Test
    void aPortTakenIsRecognisedInTheWordsOfBothEngines() throws IOException {
        String mariaDb = "[ERROR] Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use";
        String redis = "Could not create server TCP listening socket 127.0.0.1:6379: bind: Address already in use";

        assertThat(log(mariaDb).saysPortTaken()).isTrue();
        assertThat(log(redis).saysPortTaken()).isTrue();
        assertThat(log("ready").saysPortTaken()).isFalse();
    }

    private EngineLog log(String content) throws IOException {
        return new EngineLog(Files.writeString(temp.resolve("engine.log"), content));
    }
}
