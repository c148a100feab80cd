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
import org.seckill.reservation.OrderEntry;
import org.seckill.reservation.RedisStocks;
import org.seckill.reservation.StockSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes a sale's stock in Redis what it has to be: the stock in the database but for the units that are reserved and not
 * recorded yet. That loads it for the first time, after a restock and after a loss, and corrects whatever else made it
 * differ. Meanwhile the sale's row is locked, so that nothing is recorded between one look and the other; reservations go on,
 * for a reservation moves a unit from one to the other and leaves the sum alone. So a difference stays true after the
 * look, until somebody corrects it. Safe for use by any number of threads and nodes.
 */
@Component
public final class StockReconciler {
    private static final Logger log = LoggerFactory.getLogger(StockReconciler.class);

    /** So long after its end, and after the last look at it, nobody asks for a sale's reservations any more. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** More than Redis is waited for. A node that stands still must not hold up a sale: so long the row stays locked. */
    private static final Duration STANDSTILL = Duration.ofSeconds(4);

    /** Buyers in one question, and in one correction. */
    private static final int PAGE = 1000;

    private final StockMapper stocks;
    private final RedisStocks reservable;
    private final TransactionOperations transaction;
    private final QueueMeters meters;

    /** Sales whose stock this node has seen in Redis. */
    private final Set<Long> loaded = ConcurrentHashMap.newKeySet();

    public StockReconciler(
            StockMapper stocks, RedisStocks reservable, TransactionOperations transaction, QueueMeters meters) {
        this.stocks = stocks;
        this.reservable = reservable;
        this.transaction = transaction;
        this.meters = meters;
    }

    /**
     * @return empty when there is no such sale
     * @throws StockNotLoaded when the database or Redis does not answer
     */
    public Optional<Finding> take(long sale) {
        return take(sale, true);
    }

    /** @param repair whether to do more than look; only then it is counted and logged */
    public Optional<Finding> take(long sale, boolean repair) {
        try {
            Optional<Finding> found = transaction.execute(status -> locked(sale, repair));
            found.filter(one -> repair).ifPresent(drift -> tell(sale, drift));
            return found;
        } catch (DataAccessException | TransactionException e) {
            throw new StockNotLoaded(sale, e);
        }
    }

    private Optional<Finding> locked(long sale, boolean repair) {
        stocks.endWhenIdle(STANDSTILL.toSeconds());
        try {
            return stocks.lock(sale).map(stock -> compare(sale, stock, repair));
        } finally {
            stayAsEver();
        }
    }

    private void stayAsEver() {
        try {
            stocks.stayAsEver();
        } catch (DataAccessException e) {
            // The connection has ended: its pool makes another.
            log.debug("connection lost", e);
        }
    }

    private Finding compare(long sale, Stock stock, boolean repair) {
        Instant keptUntil = stock.lastNeeded().plus(KEPT);
        StockSnapshot seen = repair ? reservable.snapshot(sale, fresh(), keptUntil) : reservable.snapshot(sale);
        Map<String, String> holders = holders(sale, seen);
        // A session that has ended, and its lock with it, is found out here: number and snapshot would not belong
        // together.
        stocks.lock(sale);
        ReservedUnits reserved = ReservedUnits.of(seen, holders);
        List<OrderEntry> unannounced =
                reserved.unannounced().stream().limit(PAGE).toList();
        Load load = load(sale, seen, stock);
        // What the unexamined entries hold is not certain. That is good enough to begin with, not to call it wrong.
        long units = load == Load.NONE && seen.unexamined() > 0 ? 0 : stock.number() - reserved.units() - seen.stock();
        Finding found = new Finding(load, units, unannounced.size(), seen.stock(), seen.length());
        if (!repair || found.isNothing()) {
            return found;
        }
        boolean isForgetful = load == Load.LOST || (load == Load.FIRST && !stock.isUntouched());
        if (isForgetful) {
            reservable.doubt(sale, stock.now());
        }
        long add = units + unannounced.size();
        if (!reservable.correct(sale, seen, fresh(), stock.epoch(), add, keptUntil, isForgetful, unannounced)) {
            // This node stood still, and another did the work.
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

    private void tell(long sale, Finding found) {
        if (found.load() != Load.NONE) {
            meters.loaded(found.load());
            log.info("stock loaded sale={} cause={} units={}", sale, found.load(), found.stock() + found.units());
        }
        found.drift().forEach((kind, size) -> {
            meters.drift(kind, Math.abs(size));
            log.warn("drift repaired sale={} kind={} size={}", sale, kind, size);
        });
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }
}
