package org.seckill.procedure;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** Forwards to the real mapper through a gate, so that a test decides which orders are in a batch. */
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

    /** The number of orders of each call that passed the gate. */
    List<Integer> batches() {
        return batches;
    }

    /** The database's error codes of the failed calls. */
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
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql) {
                errors.add(sql.getErrorCode());
            }
            throw e;
        }
    }
}
