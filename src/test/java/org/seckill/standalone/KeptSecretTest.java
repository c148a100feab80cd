package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.server.LaunchFault;

class KeptSecretTest {
    @TempDir
    private Path temp;

    @Test
    void itIsMadeOnceAndKept() {
        String first = new KeptSecret(temp.resolve("secret")).value();

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(new KeptSecret(temp.resolve("secret")).value()).isEqualTo(first);
    }

    @Test
    void twoAreNotTheSame() {
        assertThat(new KeptSecret(temp.resolve("one")).value())
                .isNotEqualTo(new KeptSecret(temp.resolve("other")).value());
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path file = temp.resolve("secret");
        new KeptSecret(file).value();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatALauncherKilledInMidWriteLeftIsNotBelieved() throws IOException {
        Files.writeString(temp.resolve("secret.partial"), "0123");

        assertThat(new KeptSecret(temp.resolve("secret")).value()).hasSize(64);
    }

    @Test
    void aDamagedOneIsNamedAndNotReplaced() throws IOException {
        Path file = Files.writeString(temp.resolve("secret"), "hello");

        assertThatThrownBy(() -> new KeptSecret(file).value())
                .isInstanceOf(LaunchFault.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("delete it");
        assertThat(file).hasContent("hello");
    }
}
