package org.seckill.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.seckill.reconcile.Finding.Load;
import org.seckill.reconcile.StockMapper.Stock;
import org.seckill.reservation.RedisStocks;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.StockSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sets a sale's stock in Redis to the stock in the database minus the units that are reserved and not recorded yet. This
 * loads the stock for the first time, after a restock and after a loss, and corrects any other difference.
 *
 * <p>The sale's row is locked between the reads of Redis and the database, so that nothing is recorded meanwhile.
 * Reservations continue: each moves a unit from the stock to the reserved units, and the sum is the same. So a difference
 * remains true until a correction, and a correction adds it to the stock. Safe for use by any number of threads and nodes.
 */
@Component
public final class StockReconciler {
    private static final Logger log = LoggerFactory.getLogger(StockReconciler.class);

    /** How long a sale's keys in Redis live after its end, or after the latest comparison if that is later. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** The longest time that a node which stands still holds the row's lock. Longer than the time-outs of Redis. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(4);

    /** The most buyers of one query and of one correction. */
    private static final int PAGE = 1000;

    private final StockMapper stocks;
    private final RedisStocks redisStocks;
    private final TransactionOperations transaction;
    private final QueueMeters meters;

    /** The sales whose stock this node has seen in Redis. */
    private final Set<Long> loaded = ConcurrentHashMap.newKeySet();

    public StockReconciler(
            StockMapper stocks, RedisStocks redisStocks, TransactionOperations transaction, QueueMeters meters) {
        this.stocks = stocks;
        this.redisStocks = redisStocks;
        this.transaction = transaction;
        this.meters = meters;
    }

    /**
     * Compares and repairs the stock of a sale.
     *
     * @return empty if there is no such sale
     * @throws StockNotLoaded if the database or Redis does not answer
     */
    public Optional<Finding> take(long sale) {
        return take(sale, true);
    }

    /**
     * As {@link #take(long)}.
     *
     * @param repair whether to repair, count and log the difference; otherwise it is only returned
     */
    public Optional<Finding> take(long sale, boolean repair) {
        try {
            Optional<Finding> found = transaction.execute(status -> locked(sale, repair));
            found.filter(one -> repair).ifPresent(drift -> report(sale, drift));
            return found;
        } catch (DataAccessException | TransactionException e) {
            throw new StockNotLoaded(sale, e);
        }
    }

    private Optional<Finding> locked(long sale, boolean repair) {
        stocks.endWhenIdle(LOCK_TIMEOUT.toSeconds());
        try {
            return stocks.lock(sale).map(stock -> compare(sale, stock, repair));
        } finally {
            resetIdleTime();
        }
    }

    private void resetIdleTime() {
        try {
            stocks.resetIdleTime();
        } catch (DataAccessException e) {
            // The connection is lost; the pool replaces it.
            log.debug("connection lost", e);
        }
    }

    private Finding compare(long sale, Stock stock, boolean repair) {
        Instant keptUntil = stock.lastNeeded().plus(KEPT);
        StockSnapshot seen = repair ? redisStocks.snapshot(sale, newVersion(), keptUntil) : redisStocks.snapshot(sale);
        Map<String, String> holders = holders(sale, seen);
        // Fails if the session, and so the lock, has ended since: then number and snapshot are not of one moment.
        stocks.lock(sale);
        ReservedUnits reserved = ReservedUnits.of(seen, holders);
        List<OrderEntry> unannounced =
                reserved.unannounced().stream().limit(PAGE).toList();
        Load load = load(sale, seen, stock);
        // It is not certain that unexamined entries hold units. That is enough to load a stock, not to correct one.
        long units = load == Load.NONE && seen.unexamined() > 0 ? 0 : stock.number() - reserved.units() - seen.stock();
        Finding found = new Finding(load, units, unannounced.size(), seen.stock(), seen.length());
        if (!repair || found.isNothing()) {
            return found;
        }
        boolean mayMissHolders = load == Load.LOST || (load == Load.FIRST && !stock.isUntouched());
        if (mayMissHolders) {
            redisStocks.doubt(sale, stock.now());
        }
        long add = units + unannounced.size();
        if (!redisStocks.correct(
                sale, seen, newVersion(), stock.epoch(), add, keptUntil, mayMissHolders, unannounced)) {
            // Another node has corrected this stock since the snapshot.
            return found.none();
        }
        loaded.add(sale);
        return found;
    }

    private Load load(long sale, StockSnapshot seen, Stock stock) {
        if (!seen.stockIsThere() || seen.epoch() < 0) {
            return seen.epoch() >= 0 || loaded.contains(sale) ? Load.LOST : Load.FIRST;
        }
        loaded.add(sale);
        if (seen.epoch() > stock.epoch()) {
            return Load.OUTDATED;
        }
        return seen.epoch() == stock.epoch() ? Load.NONE : Load.RESTOCKED;
    }

    private Map<String, String> holders(long sale, StockSnapshot seen) {
        List<String> phones = seen.examined().stream()
                .map(one -> one.entry().phone())
                .distinct()
                .toList();
        Map<String, String> holders = new HashMap<>();
        for (int from = 0; from < phones.size(); from += PAGE) {
            List<String> page = phones.subList(from, Math.min(phones.size(), from + PAGE));
            stocks.holders(sale, page).forEach(holder -> holders.put(holder.phone(), holder.ticket()));
        }
        return holders;
    }

    private void report(long sale, Finding found) {
        if (found.load() != Load.NONE) {
            meters.loaded(found.load());
            log.info("stock loaded sale={} cause={} units={}", sale, found.load(), found.stock() + found.units());
        }
        found.drift().forEach((kind, size) -> {
            meters.drift(kind, Math.abs(size));
            log.warn("drift repaired sale={} kind={} size={}", sale, kind, size);
        });
    }

    private static String newVersion() {
        return UUID.randomUUID().toString();
    }
}
