package org.seckill.testkit.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs statements with all rights: on MySQL as the user of the tests, on MariaDB as root, who has to use the socket. */
public final class DatabaseAdministrator {
    private DatabaseAdministrator() {}

    public static void run(Database database, String... statements) {
        if (database.user().equals("root")) {
            for (String statement : statements) {
                database.update(statement);
            }
            return;
        }
        List<Object> server = database.rows("SELECT @@basedir, @@socket").get(0);
        ProcessBuilder client = new ProcessBuilder(
                        server.get(0) + "/bin/mariadb",
                        "--no-defaults",
                        "--skip-ssl",
                        "--socket=" + server.get(1),
                        "--user=" + System.getProperty("user.name"),
                        "--execute=" + String.join(";", statements))
                .redirectErrorStream(true);
        client.environment().put("LD_LIBRARY_PATH", server.get(0) + "/libs");
        try {
            Process process = client.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
