package org.seckill.tools.benchshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.reservation.BareQueue.Holding;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.CpuUse;
import org.seckill.tools.measure.Round;

/**
 * Reservations by the bare script, from one pool of connections and without HTTP.
 *
 * @param connections that call at the same time
 * @param orders how many go into one call
 */
public record ScriptCase(BenchShop premises, RedisDurability keeping, int connections, int orders)
        implements BenchCase {
    public static final int CONNECTIONS = 16;

    private static final long SALE = 1;
    private static final int STOCK = 50_000_000;

    /** More would only fill the memory. */
    private static final int MOST = 400_000;

    /** What one connection did. */
    private static final class Told {
        private final DoubleStream.Builder millis = DoubleStream.builder();
        private int sent;
        private int reserved;
    }

    @Override
    public String name() {
        return name(keeping, orders);
    }

    public static String name(RedisDurability keeping, int orders) {
        return String.format(Locale.ROOT, "script-%s-%d", keeping.name().toLowerCase(Locale.ROOT), orders);
    }

    @Override
    public String title() {
        return String.format(
                Locale.ROOT,
                "the bare script, %s, %d connections%s",
                keeping.title(),
                connections,
                orders == 1 ? "" : ", " + orders + " orders a call");
    }

    @Override
    public Round round(int seconds) {
        BareRedis redis = premises.bareRedis();
        redis.prepare(keeping);
        redis.queue().load(SALE, STOCK);
        AtomicInteger buyers = new AtomicInteger();
        long cpu = CpuUse.of(redis.pid());
        long begun = System.nanoTime();
        long deadline = begun + Duration.ofSeconds(seconds).toNanos();
        List<Told> told = ConcurrentRun.of(connections, member -> reserveUntil(deadline, redis, buyers))
                .results();
        double elapsed = (System.nanoTime() - begun) / 1e9;
        double used = CpuUse.of(redis.pid()) - cpu;
        int reserved = told.stream().mapToInt(one -> one.reserved).sum();
        double[] millis =
                told.stream().flatMapToDouble(one -> one.millis.build()).toArray();
        Map<String, Double> figures = Map.of(
                Round.RATE, reserved / elapsed,
                Round.MEDIAN, Figures.median(millis),
                Round.REDIS_CPU, used / Math.max(1, reserved));
        int sent = told.stream().mapToInt(one -> one.sent).sum();
        List<String> faults = faults(sent, reserved, redis.queue().holding(SALE));
        redis.prepare(RedisDurability.EVERYSEC);
        return new Round(figures, 0, List.of(), faults);
    }

    private Told reserveUntil(long deadline, BareRedis redis, AtomicInteger buyers) {
        Told told = new Told();
        int first = buyers.getAndAdd(orders);
        while (System.nanoTime() - deadline < 0 && first < MOST) {
            List<Order> batch = IntStream.range(first, first + orders)
                    .mapToObj(buyer -> Order.by(new Phone(LoggedInBuyers.phone(buyer))))
                    .toList();
            long begun = System.nanoTime();
            told.reserved += redis.reserve(keeping, SALE, batch);
            told.millis.add((System.nanoTime() - begun) / 1e6);
            told.sent += orders;
            first = buyers.getAndAdd(orders);
        }
        return told;
    }

    static List<String> faults(int sent, int reserved, Holding holding) {
        List<String> faults = new ArrayList<>();
        if (reserved != sent) {
            faults.add(String.format(
                    Locale.ROOT, "%d of %d orders were reserved, and on the replicas in time", reserved, sent));
        }
        if (holding.waiting() != sent || holding.buyers() != sent || STOCK - holding.stock() != sent) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%d entries, %d buyers and %d units for %d orders",
                    holding.waiting(),
                    holding.buyers(),
                    STOCK - holding.stock(),
                    sent));
        }
        return faults;
    }
}
