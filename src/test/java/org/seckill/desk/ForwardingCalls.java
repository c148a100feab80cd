package org.seckill.desk;

import java.time.Instant;
import java.util.List;

/** The real mapper, for those who watch some of its calls. */
class ForwardingCalls implements DeskMapper {
    private final DeskMapper real;

    ForwardingCalls(DeskMapper real) {
        this.real = real;
    }

    @Override
    public List<Verdict> execute(long sale, String orders) {
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
