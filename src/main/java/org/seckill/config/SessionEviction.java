package org.seckill.config;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.seckill.procedure.SqlErrorClassifier;

/**
 * Evicts all connections of the pool when the server refuses a statement that may succeed in a new session. After a
 * failover behind one address, pooled connections lead to the demoted server and new ones to its successor. A session
 * also keeps the grants and the binlog format that it started with. Thread-safe.
 */
final class SessionEviction implements SQLExceptionOverride {
    /** Limits the rate of new connections to a server that keeps refusing. */
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
        if (SqlErrorClassifier.mayDependOnSession(thrown)
                && watched != null
                && now - due >= 0
                && next.compareAndSet(due, now + BETWEEN_EVICTIONS)) {
            watched.getHikariPoolMXBean().softEvictConnections();
        }
        // This connection is closed when it is returned to the pool: its transaction must be rolled back first.
        return Override.CONTINUE_EVICT;
    }
}
