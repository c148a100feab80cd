package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seckill.server.StartupFailure;

/**
 * Statements that MariaDB runs at every start before it accepts a connection (--init-file): nobody meets a database
 * without them, and what an earlier run did of them does no harm. The file holds the password and is gone once read.
 */
record MariaDbAccounts(Path file) implements AutoCloseable {
    public static final String USER = "seckill";

    // One statement a line, as --init-file asks.
    private static final String STATEMENTS = """
            CREATE DATABASE IF NOT EXISTS seckill CHARACTER SET utf8mb4;
            CREATE USER IF NOT EXISTS 'seckill'@'127.0.0.1';
            ALTER USER 'seckill'@'127.0.0.1' IDENTIFIED BY '%s';
            GRANT ALL PRIVILEGES ON `seckill%%`.* TO 'seckill'@'127.0.0.1';
            """;

    /** The password is one of {@link SecretFile}: hex digits, nothing that SQL would take for its own. */
    static MariaDbAccounts write(Path file, String password) {
        try {
            PrivateFiles.replace(file, STATEMENTS.formatted(password));
            return new MariaDbAccounts(file);
        } catch (IOException e) {
            throw new StartupFailure("cannot write %s (%s)".formatted(file, e), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartupFailure("cannot delete %s, which holds a password (%s)".formatted(file, e), e);
        }
    }
}
