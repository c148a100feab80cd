package org.seckill.desk;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.seckill.buyer.Phone;
import org.seckill.sale.Copies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testing.Mappers;

/** A desk before the real database, whose calls are counted, for tests of what is decided before it. */
public final class CountedDesk implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final Patience patience;
    private final Pulse pulse = new Pulse();
    private final ProcedureDesk desk;

    private final class CountingCalls extends ForwardingCalls {
        CountingCalls(DeskMapper real) {
            super(real);
        }

        @Override
        public List<Verdict> execute(long sale, String orders) {
            calls.incrementAndGet();
            return super.execute(sale, orders);
        }
    }

    public CountedDesk(Mappers mappers, SoldOutBoard board, Duration patience) {
        this.patience = new Patience(patience);
        this.desk = Desks.open(
                new CountingCalls(mappers.get(DeskMapper.class)),
                board,
                patience,
                new LaneLimits(4, 1000, 256),
                pulse,
                new SimpleMeterRegistry());
    }

    public ProcedureDesk desk() {
        return desk;
    }

    public Pulse pulse() {
        return pulse;
    }

    public Patience patience() {
        return patience;
    }

    /** How often the procedure was called, whatever became of it. */
    public int calls() {
        return calls.get();
    }

    /** @return what became of one order in a sale that is open */
    public Outcome place(long sale, Phone buyer) {
        return desk.place(Copies.open(sale), Order.by(buyer)).join();
    }

    @Override
    public void close() {
        desk.close();
    }
}
