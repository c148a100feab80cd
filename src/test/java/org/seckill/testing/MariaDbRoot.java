package org.seckill.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The account {@code root} of a test's MariaDB. */
public final class MariaDbRoot {
    private MariaDbRoot() {}

    /**
     * Executes one statement with all rights.
     *
     * @param home of the server
     */
    public static void execute(Path home, String sql) {
        // MariaDB lets root in by its Unix socket alone, and Connector/J has no way there.
        try (Stream<Path> programs = Files.list(Folders.BINARIES)) {
            Path base = programs.filter(
                            folder -> folder.getFileName().toString().startsWith("mariadb-"))
                    .filter(folder -> Files.exists(folder.resolve("bin/mariadb")))
                    .findFirst()
                    .orElseThrow();
            ProcessBuilder client = new ProcessBuilder(List.of(
                            base.resolve("bin/mariadb").toString(),
                            "--no-defaults",
                            "--user=root",
                            "--skip-ssl",
                            "--socket=" + home.resolve("mariadb.sock"),
                            "--execute=" + sql))
                    .redirectErrorStream(true);
            client.environment().put("LD_LIBRARY_PATH", base.resolve("libs").toString());
            Process process = client.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(sql + ": " + said);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
