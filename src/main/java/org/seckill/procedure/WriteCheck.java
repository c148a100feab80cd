package org.seckill.procedure;

import java.util.Optional;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.CircuitBreaker;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Finds out without an order whether the database would carry one out. It writes to no row: a server that is read-only, a
 * missing right and a wrong binlog format show nevertheless. A full disk shows only when an order is refused. Safe for use
 * by any number of threads.
 */
@Component
public final class WriteCheck {
    private static final long NO_SALE = -1;

    private final ProcedureMapper procedure;
    private final TransactionOperations transactions;
    private final CircuitBreaker pulse;

    WriteCheck(ProcedureMapper procedure, TransactionOperations transactions, CircuitBreaker pulse) {
        this.procedure = procedure;
        this.transactions = transactions;
        this.pulse = pulse;
    }

    /**
     * @return why no order would be carried out, in plain words; empty when it would be
     * @throws DataAccessException when the database does not answer
     */
    public Optional<String> refusal() {
        long begun = System.nanoTime();
        try {
            write();
            procedure.execute(NO_SALE, "[]");
            return pulse.refusal();
        } catch (DataAccessException e) {
            BatchEngine.Refused why = SqlErrorClassifier.refusal(e).orElseThrow(() -> e);
            pulse.refused(begun, why);
            return Optional.of(why.reason());
        }
    }

    private void write() {
        transactions.executeWithoutResult(status -> {
            procedure.insertNothing();
            procedure.updateNothing();
        });
    }
}
