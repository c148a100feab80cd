package org.seckill.config;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.seckill.procedure.SqlErrorClassifier;

/**
 * Evicts all connections of the pool when a server refuses what it may carry out in a new session. After a failover behind
 * one address the pooled connections lead to the demoted server, and new ones to its successor. A session also keeps the
 * rights and the binlog format with which it began. Safe for use by any number of threads.
 */
final class SessionEviction implements SQLExceptionOverride {
    /** A server that goes on refusing is not to be flooded with connections. */
    private static final long BETWEEN_EVICTIONS = Duration.ofSeconds(1).toNanos();

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private volatile @Nullable HikariDataSource pool;

    void watch(HikariDataSource pool) {
        this.pool = pool;
    }

    @java.lang.Override
    public Override adjudicate(SQLException thrown) {
        HikariDataSource watched = pool;
        long now = System.nanoTime();
        long due = next.get();
        if (SqlErrorClassifier.mayBeOfSession(thrown)
                && watched != null
                && now - due >= 0
                && next.compareAndSet(due, now + BETWEEN_EVICTIONS)) {
            watched.getHikariPoolMXBean().softEvictConnections();
        }
        // This connection, too, is closed only when it is returned: its transaction is to be rolled back first.
        return Override.CONTINUE_EVICT;
    }
}
