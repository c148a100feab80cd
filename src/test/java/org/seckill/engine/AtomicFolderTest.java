package org.seckill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.server.StartupFailure;

class AtomicFolderTest {
    @TempDir
    private Path temp;

    @Test
    void whatFailedHalfWayIsNotBelievedAndMadeAnew() {
        Path folder = temp.resolve("binaries");
        assertThatThrownBy(() -> AtomicFolder.make(folder, partial -> {
                    Files.writeString(partial.resolve("first"), "half");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("No space left on device");
        assertThat(folder).doesNotExist();

        AtomicFolder.make(folder, partial -> {
            assertThat(partial).isEmptyDirectory();
            Files.writeString(partial.resolve("second"), "whole");
        });

        assertThat(folder.resolve("second")).hasContent("whole");
        assertThat(folder.resolve("first")).doesNotExist();
    }

    @Test
    void whatIsThereIsNotMadeAgain() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("binaries"));

        AtomicFolder.make(folder, partial -> {
            throw new AssertionError("made again");
        });

        assertThat(folder).isEmptyDirectory();
    }
}
