package org.seckill.procedure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.order.OrderDeadline;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestMappers;

/** Desks as tests open them. */
public final class Desks {
    private Desks() {}

    public static ProcedureDesk open(
            TestMappers mappers, SoldOutBoard board, Duration patience, LaneLimits limits, MeterRegistry meters) {
        return open(mappers.get(ProcedureMapper.class), board, patience, limits, meters);
    }

    public static ProcedureDesk open(
            ProcedureMapper procedure, SoldOutBoard board, Duration patience, LaneLimits limits) {
        return open(procedure, board, patience, limits, new SimpleMeterRegistry());
    }

    public static ProcedureDesk open(
            ProcedureMapper procedure, SoldOutBoard board, Duration patience, LaneLimits limits, MeterRegistry meters) {
        return open(
                procedure,
                board,
                patience,
                limits,
                new CircuitBreaker("the database", SqlErrorClassifier::isAnswer),
                meters);
    }

    /** Whose pulse never falls: with one call under way, a single slow one would make it. */
    static ProcedureDesk patient(
            ProcedureMapper procedure, Duration patience, LaneLimits limits, MeterRegistry meters) {
        return open(
                procedure,
                new SoldOutBoard(),
                patience,
                limits,
                new CircuitBreaker("always", thrown -> false, () -> 0),
                meters);
    }

    /** @param pulse shared with whoever else asks the database */
    public static ProcedureDesk open(
            ProcedureMapper procedure,
            SoldOutBoard board,
            Duration patience,
            LaneLimits limits,
            CircuitBreaker pulse,
            MeterRegistry meters) {
        return new ProcedureDesk(
                procedure, new OrdersJson(), board, new OrderDeadline(patience), limits, pulse, meters);
    }
}
