package org.seckill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.server.StartupFailure;

class SecretFileTest {
    @TempDir
    private Path temp;

    @Test
    void itIsMadeOnceAndKept() {
        String first = new SecretFile(temp.resolve("secret")).value();

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(new SecretFile(temp.resolve("secret")).value()).isEqualTo(first);
    }

    @Test
    void twoAreNotTheSame() {
        assertThat(new SecretFile(temp.resolve("one")).value())
                .isNotEqualTo(new SecretFile(temp.resolve("other")).value());
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path file = temp.resolve("secret");
        new SecretFile(file).value();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatALauncherKilledInMidWriteLeftIsNotBelieved() throws IOException {
        Files.writeString(temp.resolve("secret.partial"), "0123");

        assertThat(new SecretFile(temp.resolve("secret")).value()).hasSize(64);
    }

    @Test
    void aDamagedOneIsNamedAndNotReplaced() throws IOException {
        Path file = Files.writeString(temp.resolve("secret"), "hello");

        assertThatThrownBy(() -> new SecretFile(file).value())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("delete it");
        assertThat(file).hasContent("hello");
    }
}
