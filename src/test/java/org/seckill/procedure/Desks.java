package org.seckill.procedure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.order.OrderDeadline;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestMappers;

/** Creates desks for tests. */
public final class Desks {
    private Desks() {}

    public static ProcedureDesk open(
            TestMappers mappers, SoldOutBoard board, Duration deadline, LaneLimits limits, MeterRegistry meters) {
        return open(mappers.get(ProcedureMapper.class), board, deadline, limits, meters);
    }

    public static ProcedureDesk open(
            ProcedureMapper procedure, SoldOutBoard board, Duration deadline, LaneLimits limits) {
        return open(procedure, board, deadline, limits, new SimpleMeterRegistry());
    }

    public static ProcedureDesk open(
            ProcedureMapper procedure, SoldOutBoard board, Duration deadline, LaneLimits limits, MeterRegistry meters) {
        return open(
                procedure,
                board,
                deadline,
                limits,
                new CircuitBreaker("the database", SqlErrorClassifier::isAnswer),
                meters);
    }

    /** Creates a desk whose circuit breaker never opens; otherwise a single slow call could open it. */
    static ProcedureDesk patient(
            ProcedureMapper procedure, Duration deadline, LaneLimits limits, MeterRegistry meters) {
        return open(
                procedure,
                new SoldOutBoard(),
                deadline,
                limits,
                new CircuitBreaker("always", thrown -> false, () -> 0),
                meters);
    }

    /** @param breaker of the database, which other users of it may share */
    public static ProcedureDesk open(
            ProcedureMapper procedure,
            SoldOutBoard board,
            Duration deadline,
            LaneLimits limits,
            CircuitBreaker breaker,
            MeterRegistry meters) {
        return new ProcedureDesk(procedure, board, new OrderDeadline(deadline), limits, breaker, meters);
    }
}
