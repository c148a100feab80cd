package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.engine.FileRights;
import org.seckill.server.StartupFailure;

class DataFolderTest {
    @TempDir
    private Path temp;

    @Test
    void itIsMadeWithAllItsParents() {
        try (DataFolder data = DataFolder.open(temp.resolve("a/b/data"))) {
            assertThat(data.path()).isAbsolute().isDirectory();
            assertThat(data.log("seckill").getParent()).isDirectory();
        }
    }

    @Test
    void aSecondLauncherIsToldWhoRunsAndWhatToDo() {
        try (DataFolder data = DataFolder.open(temp)) {
            assertThatThrownBy(() -> DataFolder.open(temp))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessage(
                            "another Seckill runs from %s (process %d): stop it, or set SECKILL_DATA to another folder",
                            data.path(), ProcessHandle.current().pid());
        }
    }

    @Test
    void onceClosedItCanBeOpenedAgain() {
        DataFolder.open(temp).close();

        try (DataFolder again = DataFolder.open(temp)) {
            assertThat(again.path()).isEqualTo(temp);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("cannot write to the data folder " + file.resolve("data"))
                .hasMessageEndingWith("set SECKILL_DATA to a folder of yours");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        // A folder in place of the lock file: the superuser may write everywhere else.
        Files.createDirectories(temp.resolve("lock"));

        assertThatThrownBy(() -> DataFolder.open(temp))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("cannot write to the data folder " + temp);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void otherUsersMayNotLookIntoItAlsoWhereAnEarlierVersionLetThem() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Path log = Files.createDirectories(data.resolve("redis")).resolve("appendonly.aof");
        Path program = Files.createDirectories(data.resolve("binaries/redis")).resolve("redis-server");
        for (Path file : List.of(log, program)) {
            Files.createFile(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path elsewhere = Files.createFile(temp.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(data.resolve("link"), elsewhere);

        DataFolder.open(data).close();

        assertThat(FileRights.rights(data)).isEqualTo("rwx------");
        assertThat(FileRights.rights(data.resolve("redis"))).isEqualTo("rwx------");
        assertThat(FileRights.rights(data.resolve("logs"))).isEqualTo("rwx------");
        assertThat(FileRights.rights(log)).isEqualTo("rw-------");
        assertThat(FileRights.rights(program)).isEqualTo("rwxr-xr-x");
        assertThat(FileRights.rights(elsewhere)).isEqualTo("rw-r--r--");
    }
}
