package org.seckill.procedure;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** The real mapper behind a gate that lets calls through one by one, so that a test decides who is in a batch. */
final class WatchedCalls extends ForwardingCalls {
    private final Semaphore gate = new Semaphore(0);
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<Integer> errors = new CopyOnWriteArrayList<>();

    WatchedCalls(ProcedureMapper procedure) {
        super(procedure);
    }

    boolean hasACallWaiting() {
        return gate.hasQueuedThreads();
    }

    void letOneCallThrough() {
        gate.release();
    }

    void letAllThrough() {
        gate.release(Integer.MAX_VALUE / 2);
    }

    /** How many orders each call had that was let through. */
    List<Integer> batches() {
        return batches;
    }

    /** What the database said to those that failed: its error codes. */
    List<Integer> errors() {
        return errors;
    }

    @Override
    public List<OrderResult> execute(long sale, String orders) {
        gate.acquireUninterruptibly();
        batches.add(orders.split("\"ticket\"", -1).length - 1);
        try {
            return super.execute(sale, orders);
        } catch (DataAccessException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException said) {
                errors.add(said.getErrorCode());
            }
            throw e;
        }
    }
}
