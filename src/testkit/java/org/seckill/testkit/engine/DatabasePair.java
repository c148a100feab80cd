package org.seckill.testkit.engine;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.seckill.testkit.run.FakeClock;

/**
 * Two database servers, each of which is a replica of the other. Only one accepts writes; initially the first one. Used by
 * one thread at a time.
 */
public final class DatabasePair implements AutoCloseable {
    private static final String ACCOUNT = "replica";

    private final DatabaseProcess first;
    private final DatabaseProcess second;

    /** @param clock of the first server */
    public DatabasePair(Path home, FakeClock clock) {
        first = new DatabaseProcess("database", home, settings(1), clock.environment());
        second = new DatabaseProcess("standby", home, settings(2), Map.of());
    }

    /** Starts both servers. Returns when each replicates the other. */
    public void start() {
        first.start();
        shareAccount();
        second.start();
        List.of(first, second).forEach(DatabasePair::admitReplica);
        follow(first, second);
        follow(second, first);
        second.readOnly(true);
        awaitReplica(second, first);
    }

    public DatabaseProcess first() {
        return first;
    }

    public DatabaseProcess second() {
        return second;
    }

    /** A planned failover: returns when the second server has all data and accepts writes, and the first refuses them. */
    public void switchOver() {
        failOver(first, second);
    }

    /** A failover back to the first server. */
    public void switchBack() {
        failOver(second, first);
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }

    private static void failOver(DatabaseProcess from, DatabaseProcess to) {
        from.readOnly(true);
        awaitReplica(to, from);
        to.readOnly(false);
    }

    private static List<String> settings(int number) {
        String id = "--server-id=" + number;
        return DatabaseProcess.isMySql()
                ? List.of(id, "--gtid-mode=ON", "--enforce-gtid-consistency=ON", "--log-replica-updates=OFF")
                : List.of(
                        id,
                        // Each server numbers its own writes.
                        "--gtid-domain-id=" + number,
                        "--log-bin=binlog",
                        "--relay-log=relay",
                        "--binlog-format=ROW",
                        "--log-bin-trust-function-creators=1");
    }

    /** Gives both servers of MariaDB the same generated password: replication copies the account from one to the other. */
    private void shareAccount() {
        Path password = Path.of("mariadb.password");
        if (DatabaseProcess.isMySql() || Files.exists(second.home().resolve(password))) {
            return;
        }
        try {
            Files.createDirectories(second.home());
            Files.copy(
                    first.home().resolve(password),
                    second.home().resolve(password),
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void admitReplica(DatabaseProcess server) {
        String credentials = DatabaseProcess.isMySql() ? "IDENTIFIED WITH mysql_native_password BY" : "IDENTIFIED BY";
        server.administer(String.format(
                Locale.ROOT, "CREATE USER IF NOT EXISTS '%s'@'127.0.0.1' %s '%s'", ACCOUNT, credentials, ACCOUNT));
        server.administer("GRANT REPLICATION SLAVE ON *.* TO '" + ACCOUNT + "'@'127.0.0.1'");
    }

    private static void follow(DatabaseProcess replica, DatabaseProcess source) {
        String change = DatabaseProcess.isMySql()
                ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = %d, SOURCE_USER = '%s',"
                        + " SOURCE_PASSWORD = '%s', SOURCE_CONNECT_RETRY = 1, SOURCE_AUTO_POSITION = 1"
                : "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = %d, MASTER_USER = '%s',"
                        + " MASTER_PASSWORD = '%s', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos,"
                        + " MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0";
        replica.administer(String.format(Locale.ROOT, change, source.port(), ACCOUNT, ACCOUNT));
        replica.administer(DatabaseProcess.isMySql() ? "START REPLICA" : "START SLAVE");
    }

    /** Waits until the replica has all that the source has written. */
    private static void awaitReplica(DatabaseProcess replica, DatabaseProcess source) {
        Database from = source.database();
        Database to = replica.database();
        if (DatabaseProcess.isMySql()) {
            Object written = from.rows("SELECT @@gtid_executed").get(0).get(0);
            await().until(() -> to.number("SELECT GTID_SUBSET(?, @@gtid_executed)", written) == 1);
        } else {
            Object written = from.rows("SELECT @@gtid_binlog_pos").get(0).get(0);
            await().until(() -> to.number("SELECT MASTER_GTID_WAIT(?, 1)", written) == 0);
        }
    }
}
