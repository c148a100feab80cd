package org.seckill.tools.benchcase;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.reservation.BareQueue;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.LoggedInBuyers;
import org.seckill.tools.benchshop.QueueShop;
import org.seckill.tools.benchshop.StreamRemains;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.CpuUse;
import org.seckill.tools.measure.Round;

/**
 * A stream that is filled while nobody drains it, and is then drained by the node. A node looks after sales that are open
 * or soon will be: this one opens when its stream is full.
 */
record DrainCase(BenchShop premises) implements BenchCase {
    private static final int A_SECOND = 20_000;

    /** What a stream may hold by default. */
    private static final int MOST = 100_000;

    private static final int AT_ONCE = 500;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String title() {
        return "the stream into the database, nobody orders meanwhile";
    }

    @Override
    public Round round(int seconds) {
        int entries = Math.min(MOST, A_SECOND * seconds);
        QueueShop shop = premises.queueShop();
        long sale = shop.tables().sales().create("full stream", entries + 1, Duration.ofHours(1), Duration.ofHours(2));
        int reserved = fill(shop.queue(), sale, entries);
        shop.tables().sales().move(sale, Duration.ofMinutes(-1), Duration.ofHours(1));
        shop.awaitWaiting(sale, entries - 1);
        // It has begun: what is timed is the rest.
        CpuUse before = shop.cpu();
        long begun = System.nanoTime();
        long rest = shop.queue().waiting(sale);
        shop.awaitWaiting(sale, 0);
        double elapsed = (System.nanoTime() - begun) / 1e9;
        CpuUse used = shop.cpu().since(before);
        StreamRemains remains = shop.remains(sale, reserved, 0);
        shop.forget(sale);
        Map<String, Double> figures = Map.of(
                Round.RATE, rest / elapsed,
                Round.NODE_CPU, used.node() / (double) Math.max(1, rest),
                Round.MYSQL_CPU, used.mysql() / (double) Math.max(1, rest),
                Round.REDIS_CPU, used.redis() / (double) Math.max(1, rest));
        String note = String.format(
                Locale.ROOT, "%,d entries, of which the first %,d are not timed", entries, entries - rest);
        return new Round(figures, remains.ledger().rows(), List.of(note), remains.faultsOf(entries));
    }

    private static int fill(BareQueue queue, long sale, int entries) {
        queue.load(sale, entries + 1);
        int reserved = 0;
        for (int from = 0; from < entries; from += AT_ONCE) {
            List<Order> orders = IntStream.range(from, Math.min(entries, from + AT_ONCE))
                    .mapToObj(buyer -> Order.by(new Phone(LoggedInBuyers.phone(buyer))))
                    .toList();
            reserved += queue.reserve(sale, orders);
        }
        return reserved;
    }
}
