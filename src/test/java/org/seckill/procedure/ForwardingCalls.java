package org.seckill.procedure;

import java.time.Instant;
import java.util.List;
import org.seckill.procedure.ProcedureMapper.OrderResult;

/** Forwards to the real mapper; a test overrides the calls that it observes. */
public class ForwardingCalls implements ProcedureMapper {
    private final ProcedureMapper real;

    public ForwardingCalls(ProcedureMapper real) {
        this.real = real;
    }

    @Override
    public List<OrderResult> execute(long sale, String orders) {
        return real.execute(sale, orders);
    }

    @Override
    public Instant databaseClock() {
        return real.databaseClock();
    }

    @Override
    public void insertNothing() {
        real.insertNothing();
    }

    @Override
    public void updateNothing() {
        real.updateNothing();
    }
}
