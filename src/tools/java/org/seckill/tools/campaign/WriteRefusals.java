package org.seckill.tools.campaign;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.DatabaseProcess;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.run.Fault;

/**
 * Engines that answer and refuse writes.
 *
 * @param server the database server
 * @param schema that the nodes sell from
 */
record WriteRefusals(DatabaseProcess server, Database schema, RedisNode redis) {
    private static final int SMALL_PACKET = 4096;
    private static final Duration HELD = Duration.ofMillis(700);
    private static final int PACKET = 64 << 20;

    // Error 1114 is what InnoDB reports of a full disk, a full tablespace and a full table.
    private static final String FILL = "CREATE TRIGGER full_disk BEFORE INSERT ON purchase FOR EACH ROW"
            + " SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'";

    Fault fault(CampaignFault fault) {
        String what = fault.kind().words() + " " + fault.place().words();
        return fault.place() == FaultTarget.DATABASE ? database(fault.kind(), what) : redis(fault.kind(), what);
    }

    private Fault database(FaultKind kind, String what) {
        return switch (kind) {
            case READ_ONLY -> new Fault(what, () -> server.readOnly(true), () -> server.readOnly(false));
            case FULL_DISK -> new Fault(what, () -> schema.update(FILL), () -> schema.update("DROP TRIGGER full_disk"));
            case SMALL_PACKETS -> new Fault(what, this::packetsOfACrowd, () -> packets(PACKET));
            default -> throw new IllegalArgumentException(kind + " is not for the database");
        };
    }

    private Fault redis(FaultKind kind, String what) {
        return switch (kind) {
            // A replica of a server that is not there.
            case READ_ONLY ->
                new Fault(
                        what,
                        () -> redis.ask(it -> it.replicaof("127.0.0.1", 1)),
                        () -> redis.ask(it -> it.replicaofNoOne()));
            case FULL_DISK -> new Fault(what, redis::fillDisk, redis::freeDisk);
            case OUT_OF_MEMORY -> configured(what, "maxmemory", "1");
            // One may follow it since a failover.
            case NO_REPLICAS -> configured(what, "min-replicas-to-write", "2");
            default -> throw new IllegalArgumentException(kind + " is not for Redis");
        };
    }

    private Fault configured(String what, String name, String value) {
        return new Fault(
                what, () -> redis.ask(it -> it.configSet(name, value)), () -> redis.ask(it -> it.configSet(name, "0")));
    }

    // So many orders wait behind somebody else's transaction that one batch of them is larger than a packet.
    private void packetsOfACrowd() {
        packets(SMALL_PACKET);
        try (Connection other = schema.connect()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .executeQuery("SELECT 1 FROM seckill WHERE end_time > NOW() FOR UPDATE")
                    .close();
            TimeUnit.NANOSECONDS.sleep(HELD.toNanos());
        } catch (SQLException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    // A connection keeps the limit with which it began.
    private void packets(int most) {
        server.administer("SET GLOBAL max_allowed_packet = " + most);
        List<List<Object>> connections = schema.rows(
                "SELECT id FROM information_schema.processlist WHERE user = ? AND id <> CONNECTION_ID()",
                schema.user());
        connections.forEach(connection -> kill(connection.get(0)));
    }

    private void kill(Object connection) {
        await().until(() -> {
            boolean isOpen = schema.number("SELECT COUNT(*) FROM information_schema.processlist WHERE id = "
                            + connection + " AND command <> 'Killed'")
                    > 0;
            if (isOpen) {
                try {
                    schema.update("KILL " + connection);
                } catch (AssertionError e) {
                    // It has ended meanwhile.
                    return false;
                }
            }
            return true;
        });
    }
}
