package org.seckill.purchase;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.seckill.batch.CircuitBreaker;
import org.seckill.http.ServiceBusy;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lets a few at a time wait for what the database has recorded, and almost nobody while it is silent: whoever waits
 * has one of the server's threads, and a database that hangs must not collect these. Safe for use by any number of
 * threads.
 */
@Component
final class DatabaseBulkhead {
    /** Fewer than the database has connections, and far fewer than the server has threads. */
    static final int AT_ONCE = 4;

    /** For one's turn. A database that answers serves hundreds in this time. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final CircuitBreaker pulse;

    DatabaseBulkhead(CircuitBreaker pulse) {
        this.pulse = pulse;
    }

    /**
     * @param question that may ask the database
     * @throws ServiceBusy when it was not asked
     * @throws DataAccessException when it was, and did not answer
     */
    <T> T ask(Supplier<T> question) {
        if (!pulse.mayTry() || !isMyTurn()) {
            throw new ServiceBusy();
        }
        long begun = System.nanoTime();
        try {
            T answer = question.get();
            pulse.beat();
            return answer;
        } catch (DataAccessException e) {
            pulse.failed(begun, e);
            throw e;
        } finally {
            turns.release();
        }
    }

    private boolean isMyTurn() {
        try {
            return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
