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

    /**
     * @return completed with {@code Repeat} when the buyer is found to hold a unit, with the other outcome when not, and
     *     with {@code Unknown} when nobody can tell now
     */
    CompletableFuture<Outcome> repeatOr(long sale, Phone buyer, Outcome other) {
        try {
            Executor bounded = threads;
            return CompletableFuture.supplyAsync(() -> held(sale, buyer, other), bounded);
        } catch (RejectedExecutionException e) {
            log.debug("too many ask what they hold sale={}", sale, e);
            return CompletableFuture.completedFuture(new Outcome.Unknown());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private Outcome held(long sale, Phone buyer, Outcome other) {
        try {
            return find(sale, buyer).<Outcome>map(Outcome.Repeat::new).orElse(other);
        } catch (DataAccessException | TryLater e) {
            log.debug("holding unknown sale={}", sale, e);
            return new Outcome.Unknown();
        }
    }
}
