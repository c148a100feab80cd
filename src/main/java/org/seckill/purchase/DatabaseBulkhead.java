package org.seckill.purchase;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.seckill.batch.CircuitBreaker;
import org.seckill.http.NonBlockingThread;
import org.seckill.http.ServiceBusy;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Limits the number of threads that wait for reads of the database: to {@link #MAX_CONCURRENT_CALLS}, and to one probe
 * a second while the circuit breaker is open. So a database that hangs does not use up the server's threads.
 * Thread-safe.
 */
@Component
final class DatabaseBulkhead {
    /** Fewer than the database has connections, and far fewer than the server has threads. */
    static final int MAX_CONCURRENT_CALLS = 4;

    /** How long a call waits for a permit. A healthy database answers hundreds of calls in this time. */
    private static final Duration MAX_WAIT = Duration.ofMillis(250);

    private final Semaphore permits = new Semaphore(MAX_CONCURRENT_CALLS, true);
    private final CircuitBreaker circuitBreaker;

    DatabaseBulkhead(CircuitBreaker circuitBreaker) {
        this.circuitBreaker = circuitBreaker;
    }

    /**
     * Runs a read. Waits up to 250 ms for a permit.
     *
     * @throws ServiceBusy if the read was not started: the circuit breaker is open, or no permit became free
     * @throws DataAccessException if the read failed
     */
    <T> T call(Supplier<T> read) {
        NonBlockingThread.check();
        if (!circuitBreaker.tryAcquire() || !acquirePermit()) {
            throw new ServiceBusy();
        }
        try {
            return circuitBreaker.call(read);
        } finally {
            permits.release();
        }
    }

    private boolean acquirePermit() {
        try {
            return permits.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
