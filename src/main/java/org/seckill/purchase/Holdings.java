package org.seckill.purchase;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.seckill.buyer.Phone;
import org.seckill.desk.Outcome;
import org.seckill.desk.Purchase;
import org.seckill.web.TryLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** What buyers hold, also for those who must not wait for the database. Safe for use by any number of threads. */
@Component
final class Holdings implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Holdings.class);

    private static final int THREADS = 2;
    private static final int WAITING = 1000;

    private final PurchaseMapper purchases;
    private final BoundedReads database;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            new CustomizableThreadFactory("holdings-"));

    Holdings(PurchaseMapper purchases, BoundedReads database) {
        this.purchases = purchases;
        this.database = database;
    }

    /**
     * @throws TryLater when the database is not asked, because it is silent or others wait for it
     * @throws DataAccessException when it was, and did not answer
     */
    Optional<Purchase> find(long sale, Phone buyer) {
        return database.ask(() -> purchases.find(sale, buyer.digits()));
    }

    /** @return completed with {@code Repeat} when the buyer is found to hold a unit, and else with the other outcome */
    CompletableFuture<Outcome> repeatOr(long sale, Phone buyer, Outcome other) {
        try {
            Executor bounded = threads;
            return CompletableFuture.supplyAsync(() -> held(sale, buyer).orElse(other), bounded);
        } catch (RejectedExecutionException e) {
            log.debug("too many ask what they hold sale={}", sale, e);
            return CompletableFuture.completedFuture(other);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private Optional<Outcome> held(long sale, Phone buyer) {
        try {
            return find(sale, buyer).map(Outcome.Repeat::new);
        } catch (DataAccessException | TryLater e) {
            log.debug("holding unknown sale={}", sale, e);
            return Optional.empty();
        }
    }
}
