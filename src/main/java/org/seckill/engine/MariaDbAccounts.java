package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.seckill.server.StartupFailure;

/**
 * A file of statements that MariaDB runs at every start before it accepts a connection (--init-file). The statements
 * can be repeated. The file holds the password, so {@link #close()} deletes it when MariaDB has read it.
 */
record MariaDbAccounts(Path file) implements AutoCloseable {
    public static final String USER = "seckill";

    // One statement per line, as --init-file requires.
    private static final String STATEMENTS = """
            CREATE DATABASE IF NOT EXISTS seckill CHARACTER SET utf8mb4;
            CREATE USER IF NOT EXISTS 'seckill'@'127.0.0.1';
            ALTER USER 'seckill'@'127.0.0.1' IDENTIFIED BY '%s';
            GRANT ALL PRIVILEGES ON `seckill%%`.* TO 'seckill'@'127.0.0.1';
            """;

    /** @param password from a {@link SecretFile}: hex digits, which need no quoting in SQL */
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
