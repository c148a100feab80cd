package org.seckill.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.seckill.queue.Stocktaking.Finding;
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
final class Reconciler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /** So many looks at a sale's stock come between two at all its buyers. */
    private static final int LOOKS = 15;

    private final RedisQueue redis;
    private final Stocktaking stocktaking;
    private final BuyersAudit audit;
    private final CurrentSales sales;
    private final Duration pause;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("reconciler-"));

    Reconciler(RedisQueue redis, Stocktaking stocktaking, BuyersAudit audit, CurrentSales sales, QueueLimits limits) {
        this.redis = redis;
        this.stocktaking = stocktaking;
        this.audit = audit;
        this.sales = sales;
        this.pause = limits.check();
        long millis = pause.toMillis();
        // It ends with `watch`.
        Future<?> unused = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void look() {
        for (long sale : sales.list()) {
            try {
                if (redis.isMyTurn(sale, "stock", pause)) {
                    Optional<Finding> found = stocktaking.take(sale);
                    boolean loaded = found.map(Finding::loaded).orElse(false);
                    if (loaded || redis.isMyTurn(sale, "buyers", pause.multipliedBy(LOOKS))) {
                        audit.take(sale);
                    }
                }
            } catch (DataAccessException e) {
                log.debug("not compared sale={}", sale, e);
            } catch (RuntimeException | Error e) {
                log.error("could not compare sale={}", sale, e);
            }
        }
    }
}
