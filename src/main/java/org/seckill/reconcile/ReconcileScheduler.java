package org.seckill.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.seckill.reservation.QueueLimits;
import org.seckill.reservation.RedisBuyers;
import org.seckill.reservation.RedisLeases;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.RedisStream.Gauges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Compares every sale in Redis with the database, again and again; of several nodes one at a time. What is loaded before
 * a sale opens is loaded here.
 */
@Component
public final class ReconcileScheduler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReconcileScheduler.class);

    /** So many looks at a sale's stock come between two at all its buyers. */
    private static final int LOOKS = 15;

    /** The share of the time in which a sale's buyers are looked at, at most: there may be very many of them. */
    private static final int SHARE = 50;

    /** A look in hand is ended: the engines are closed next. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final RedisStream stream;
    private final RedisLeases notes;
    private final RedisBuyers buyers;
    private final StockReconciler stocktaking;
    private final BuyerReconciler audit;
    private final LedgerCheck books;
    private final CurrentSales sales;
    private final QueueMeters meters;
    private final Duration pause;

    /** Sales that could not be compared the last time. */
    private final Set<Long> dark = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("reconciler-"));

    public ReconcileScheduler(
            RedisStream stream,
            RedisLeases notes,
            RedisBuyers buyers,
            StockReconciler stocktaking,
            BuyerReconciler audit,
            LedgerCheck books,
            CurrentSales sales,
            QueueMeters meters,
            QueueLimits limits) {
        this.stream = stream;
        this.notes = notes;
        this.buyers = buyers;
        this.stocktaking = stocktaking;
        this.audit = audit;
        this.books = books;
        this.sales = sales;
        this.meters = meters;
        this.pause = limits.check();
        long millis = pause.toMillis();
        // It ends with `watch`.
        Future<?> unused = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        watch.shutdown();
        try {
            if (!watch.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                watch.shutdownNow();
            }
        } catch (InterruptedException e) {
            watch.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<Long, Gauges> gauges = new HashMap<>();
        for (long sale : sales.list()) {
            try {
                gauges.put(sale, stream.gauges(sale));
                compare(sale);
                dark.remove(sale);
            } catch (RuntimeException | Error e) {
                tell(sale, e);
            }
        }
        meters.watch(gauges);
    }

    private void compare(long sale) {
        if (!notes.isMyTurn(sale, "stock", pause)) {
            return;
        }
        stocktaking.take(sale);
        Duration between = pause.multipliedBy(LOOKS);
        if (notes.isMyTurn(sale, "buyers", between) || buyers.isAnew(sale)) {
            long begun = System.nanoTime();
            audit.take(sale, true);
            books.look(sale);
            Duration rest = Duration.ofNanos(SHARE * (System.nanoTime() - begun));
            if (rest.compareTo(between) > 0) {
                notes.rest(sale, "buyers", rest);
            }
        }
    }

    // Once, and not at each look until an engine is back.
    private void tell(long sale, Throwable thrown) {
        boolean isNews = dark.add(sale);
        if (!(thrown instanceof DataAccessException)) {
            log.error("could not compare sale={}", sale, thrown);
        } else if (isNews) {
            log.warn("could not compare sale={}: {}", sale, String.valueOf(thrown.getCause()));
        } else {
            log.debug("could not compare sale={}", sale, thrown);
        }
    }
}
