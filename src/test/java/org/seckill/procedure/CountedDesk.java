package org.seckill.procedure;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.seckill.sale.TestSaleCopies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestMappers;

/** A desk with a real database that counts its calls, for tests of decisions that need no call. */
public final class CountedDesk implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final OrderDeadline patience;
    private final CircuitBreaker pulse = new CircuitBreaker("the database", SqlErrorClassifier::isAnswer);
    private final ProcedureDesk desk;

    private final class CountingCalls extends ForwardingCalls {
        CountingCalls(ProcedureMapper real) {
            super(real);
        }

        @Override
        public List<OrderResult> execute(long sale, String orders) {
            calls.incrementAndGet();
            return super.execute(sale, orders);
        }
    }

    public CountedDesk(TestMappers mappers, SoldOutBoard board, Duration patience) {
        this.patience = new OrderDeadline(patience);
        this.desk = Desks.open(
                new CountingCalls(mappers.get(ProcedureMapper.class)),
                board,
                patience,
                new LaneLimits(4, 1000, 256),
                pulse,
                new SimpleMeterRegistry());
    }

    public ProcedureDesk desk() {
        return desk;
    }

    public CircuitBreaker pulse() {
        return pulse;
    }

    public OrderDeadline patience() {
        return patience;
    }

    /** Returns the number of calls of the procedure, including failed ones. */
    public int calls() {
        return calls.get();
    }

    /** Places one order in an open sale and waits for its answer. */
    public Outcome place(long sale, Phone buyer) {
        return desk.place(TestSaleCopies.open(sale), Order.by(buyer)).join();
    }

    @Override
    public void close() {
        desk.close();
    }
}
