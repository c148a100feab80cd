package org.seckill.procedure;

import java.util.Optional;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.CircuitBreaker;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Checks without an order whether the database would record one. The check changes no row; it detects a read-only server, a
 * missing right and a wrong binlog format. Only a refused order shows a full disk. Thread-safe.
 */
@Component
public final class WriteCheck {
    private static final long NO_SALE = -1;

    private final ProcedureMapper procedure;
    private final TransactionOperations transactions;
    private final CircuitBreaker breaker;

    WriteCheck(ProcedureMapper procedure, TransactionOperations transactions, CircuitBreaker breaker) {
        this.procedure = procedure;
        this.transactions = transactions;
        this.breaker = breaker;
    }

    /**
     * @return for operators, why the database would record no order; empty when it would
     * @throws DataAccessException when the database does not answer
     */
    public Optional<String> refusal() {
        long begun = System.nanoTime();
        try {
            write();
            procedure.execute(NO_SALE, "[]");
            return breaker.refusal();
        } catch (DataAccessException e) {
            BatchEngine.Refused why = SqlErrorClassifier.refusal(e).orElseThrow(() -> e);
            breaker.refused(begun, why);
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
