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
 * Reconciles every current sale periodically; leases in Redis make one of several nodes do it per period. This also loads
 * a stock before its sale opens.
 */
@Component
public final class ReconcileScheduler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReconcileScheduler.class);

    /** The buyers of a sale are compared once in so many comparisons of its stock. */
    private static final int STOCK_CHECKS_PER_BUYER_CHECK = 15;

    /** After comparing the buyers, the pause is at least so many times the duration of that: a sale may have millions. */
    private static final int BUYER_CHECK_PAUSE_FACTOR = 50;

    /** How long {@link #close} waits for the running comparison, before the engines are closed. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final RedisStream stream;
    private final RedisLeases leases;
    private final RedisBuyers buyers;
    private final StockReconciler stockReconciler;
    private final BuyerReconciler buyerReconciler;
    private final LedgerCheck ledgerCheck;
    private final CurrentSales sales;
    private final QueueMeters meters;
    private final Duration pause;

    /** The sales whose last comparison failed. */
    private final Set<Long> failing = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("reconciler-"));

    public ReconcileScheduler(
            RedisStream stream,
            RedisLeases leases,
            RedisBuyers buyers,
            StockReconciler stockReconciler,
            BuyerReconciler buyerReconciler,
            LedgerCheck ledgerCheck,
            CurrentSales sales,
            QueueMeters meters,
            QueueLimits limits) {
        this.stream = stream;
        this.leases = leases;
        this.buyers = buyers;
        this.stockReconciler = stockReconciler;
        this.buyerReconciler = buyerReconciler;
        this.ledgerCheck = ledgerCheck;
        this.sales = sales;
        this.meters = meters;
        this.pause = limits.check();
        long millis = pause.toMillis();
        // Cancelled by shutting down `scheduler`.
        Future<?> unused = scheduler.scheduleWithFixedDelay(this::reconcileAll, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                scheduler.shutdownNow();
            }
        } catch (InterruptedException e) {
            scheduler.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void reconcileAll() {
        Map<Long, Gauges> gauges = new HashMap<>();
        for (long sale : sales.list()) {
            try {
                gauges.put(sale, stream.gauges(sale));
                compare(sale);
                failing.remove(sale);
            } catch (RuntimeException | Error e) {
                report(sale, e);
            }
        }
        meters.watch(gauges);
    }

    private void compare(long sale) {
        if (!leases.isMyTurn(sale, "stock", pause)) {
            return;
        }
        stockReconciler.take(sale);
        Duration between = pause.multipliedBy(STOCK_CHECKS_PER_BUYER_CHECK);
        if (leases.isMyTurn(sale, "buyers", between) || buyers.isAnew(sale)) {
            long begun = System.nanoTime();
            buyerReconciler.take(sale, true);
            ledgerCheck.check(sale);
            Duration rest = Duration.ofNanos(BUYER_CHECK_PAUSE_FACTOR * (System.nanoTime() - begun));
            if (rest.compareTo(between) > 0) {
                leases.rest(sale, "buyers", rest);
            }
        }
    }

    // A warning at the first failure only, not at each comparison until the engine is back.
    private void report(long sale, Throwable thrown) {
        boolean isFirst = failing.add(sale);
        if (!(thrown instanceof DataAccessException)) {
            log.error("could not compare sale={}", sale, thrown);
        } else if (isFirst) {
            log.warn("could not compare sale={}: {}", sale, String.valueOf(thrown.getCause()));
        } else {
            log.debug("could not compare sale={}", sale, thrown);
        }
    }
}
