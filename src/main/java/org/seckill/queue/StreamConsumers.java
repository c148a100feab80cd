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
 * The consumers of all sales' streams: they record the streams' orders in the database. A reservation of this node wakes
 * the consumer of its sale at once; a poll every 250 ms finds the entries that other nodes left. Thread-safe.
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
    private final Duration deadline;
    private final ConcurrentMap<Long, SaleConsumer> consumers = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final ScheduledExecutorService scheduler;

    /** The name of this process as a consumer of the streams; new at each start. */
    private final String node = UUID.randomUUID().toString();

    StreamConsumers(
            RedisStream stream,
            ProcedureDesk desk,
            CurrentSales sales,
            QueueLimits limits,
            OrderDeadline deadline,
            QueueMeters meters) {
        this.stream = stream;
        this.desk = desk;
        this.sales = sales;
        this.limits = limits;
        this.meters = meters;
        this.deadline = deadline.deadline();
        this.threads =
                Executors.newFixedThreadPool(QueueLimits.DRAIN_THREADS, new CustomizableThreadFactory("consumer-"));
        this.scheduler = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("consumer-poll-"));
        long pause = BETWEEN_LOOKS.toMillis();
        // Cancelled by shutting down `scheduler`.
        Future<?> unused = scheduler.scheduleWithFixedDelay(this::poll, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Wakes the consumer of a sale, because its stream may have entries. Does not wait for the turn. */
    void wake(long sale) {
        // A retired consumer is about to be removed from the map.
        while (!consumer(sale).wake()) {
            Thread.onSpinWait();
        }
    }

    /** Waits for the running turns, up to the order deadline. Other nodes or the next start record the rest. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        consumers.values().forEach(SaleConsumer::stop);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private SaleConsumer consumer(long sale) {
        SaleConsumer open = consumers.get(sale);
        return open != null ? open : consumers.computeIfAbsent(sale, this::open);
    }

    private SaleConsumer open(long sale) {
        PendingEntries entries = new PendingEntries(sale, node, stream, desk, limits.claim(), meters);
        SaleConsumer consumer = new SaleConsumer(sale, entries, threads, scheduler);
        meters.watchStream(sale, consumer::waiting);
        return consumer;
    }

    private void poll() {
        try {
            List<Long> current = sales.list();
            current.forEach(this::wake);
            retireAllBut(Set.copyOf(current));
        } catch (RuntimeException | Error e) {
            // An exception would cancel the poll, and the entries of dead nodes would never be claimed.
            log.error("could not poll the streams", e);
        }
    }

    // Atomic per sale in the map, so that a consumer that is opened meanwhile keeps its gauge.
    private void retireAllBut(Set<Long> current) {
        for (long sale : consumers.keySet()) {
            if (!current.contains(sale)) {
                consumers.computeIfPresent(sale, (id, consumer) -> {
                    if (!consumer.retire()) {
                        return consumer;
                    }
                    meters.forgetStream(sale);
                    return null;
                });
            }
        }
    }
}
