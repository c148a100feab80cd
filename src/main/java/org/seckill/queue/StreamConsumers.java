package org.seckill.queue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.seckill.order.OrderDeadline;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reconcile.CurrentSales;
import org.seckill.reconcile.QueueMeters;
import org.seckill.reservation.QueueLimits;
import org.seckill.reservation.RedisStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Brings the orders of the sales' streams into the database. Each node reads what it reserved itself as soon as it is
 * there, and looks now and then for what others left behind. Safe for use by any number of threads.
 */
@Component
final class StreamConsumers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamConsumers.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final RedisStream stream;
    private final ProcedureDesk desk;
    private final CurrentSales sales;
    private final QueueLimits limits;
    private final QueueMeters meters;
    private final Duration patience;
    private final ConcurrentMap<Long, SaleConsumer> pumps = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final ScheduledExecutorService watch;

    /** This process, among the consumers of the streams: another start is another one. */
    private final String node = UUID.randomUUID().toString();

    StreamConsumers(
            RedisStream stream,
            ProcedureDesk desk,
            CurrentSales sales,
            QueueLimits limits,
            OrderDeadline patience,
            QueueMeters meters) {
        this.stream = stream;
        this.desk = desk;
        this.sales = sales;
        this.limits = limits;
        this.meters = meters;
        this.patience = patience.deadline();
        this.threads = Executors.newFixedThreadPool(QueueLimits.DRAIN_THREADS, new CustomizableThreadFactory("drain-"));
        this.watch = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("drain-look-"));
        long pause = BETWEEN_LOOKS.toMillis();
        // It ends with `watch`.
        Future<?> unused = watch.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** There may be entries in a sale's stream. Never blocks. */
    void nudge(long sale) {
        // One that is retired leaves the map within a moment.
        while (!pump(sale).wake()) {
            Thread.onSpinWait();
        }
    }

    /** Ends what is in hand, and leaves the rest to other nodes or to the next start. */
    @Override
    public void close() {
        watch.shutdownNow();
        pumps.values().forEach(SaleConsumer::stop);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private SaleConsumer pump(long sale) {
        SaleConsumer known = pumps.get(sale);
        return known != null ? known : pumps.computeIfAbsent(sale, this::open);
    }

    private SaleConsumer open(long sale) {
        EntryRecorder recorder = new EntryRecorder(sale, node, stream, desk, meters);
        SaleConsumer pump = new SaleConsumer(
                sale, new PendingEntries(sale, node, stream, recorder, limits.claim(), meters), threads, watch);
        meters.watchStream(sale, pump::waiting);
        return pump;
    }

    private void look() {
        try {
            List<Long> current = sales.list();
            current.forEach(this::nudge);
            forgetAllBut(Set.copyOf(current));
        } catch (RuntimeException | Error e) {
            // It would end the watch, and what a dead node left would lie.
            log.error("could not look for entries", e);
        }
    }

    // Within the map's step for each sale, so that a pump that begins meanwhile keeps its gauge.
    private void forgetAllBut(Set<Long> current) {
        for (long sale : pumps.keySet()) {
            if (!current.contains(sale)) {
                pumps.computeIfPresent(sale, (id, pump) -> {
                    if (!pump.retire()) {
                        return pump;
                    }
                    meters.forgetStream(sale);
                    return null;
                });
            }
        }
    }
}
