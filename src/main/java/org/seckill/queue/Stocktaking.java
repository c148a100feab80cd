package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.seckill.queue.Snapshot.Seen;
import org.seckill.queue.StockMapper.Stock;
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
 * for a reservation moves a unit from one to the other and leaves the sum alone. Safe for use by any number of threads
 * and nodes.
 */
@Component
final class Stocktaking {
    private static final Logger log = LoggerFactory.getLogger(Stocktaking.class);

    /** So long after its end nobody asks for a sale's reservations any more. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final int PAGE = 1000;

    private final StockMapper stocks;
    private final RedisQueue redis;
    private final TransactionOperations transaction;
    private final QueueMeters meters;

    /**
     * What was found.
     *
     * @param loaded whether the stock was not there, or of an older epoch
     * @param units that were too few in Redis; negative: too many
     * @param unannounced entries whose buyers nobody remembered
     */
    record Finding(boolean loaded, long units, int unannounced) {
        boolean isDrift() {
            return unannounced > 0 || (!loaded && units != 0);
        }
    }

    Stocktaking(StockMapper stocks, RedisQueue redis, TransactionOperations transaction, QueueMeters meters) {
        this.stocks = stocks;
        this.redis = redis;
        this.transaction = transaction;
        this.meters = meters;
    }

    /**
     * @return empty when there is no such sale
     * @throws NotLoaded when the database or Redis does not answer
     */
    Optional<Finding> take(long sale) {
        try {
            Optional<Finding> found =
                    transaction.execute(status -> stocks.lock(sale).map(stock -> compare(sale, stock)));
            found.filter(Finding::isDrift).ifPresent(drift -> tell(sale, drift));
            return found;
        } catch (DataAccessException | TransactionException e) {
            throw new NotLoaded(sale, e);
        }
    }

    private Finding compare(long sale, Stock stock) {
        Snapshot seen = redis.snapshot(sale);
        Map<String, String> holders = holders(sale, seen);
        List<Entry> unannounced = unannounced(seen);
        long reserved = seen.waiting().stream()
                        .filter(Seen::holdsUnit)
                        .map(Seen::entry)
                        .filter(entry -> isUnrecorded(entry, holders))
                        .count()
                + unannounced.stream()
                        .filter(entry -> isUnrecorded(entry, holders))
                        .count();
        boolean load = !seen.stockIsThere() || seen.epoch() != stock.epoch();
        Finding found = new Finding(load, stock.number() - reserved - seen.stock(), unannounced.size());
        if (load || found.isDrift()) {
            String next = UUID.randomUUID().toString();
            if (!redis.correct(
                    sale, seen, next, stock.epoch(), found.units, stock.end().plus(KEPT), unannounced)) {
                // This node lost the lock without noticing, and another did the work.
                return new Finding(false, 0, 0);
            }
        }
        if (load) {
            log.info(
                    "stock loaded sale={} epoch={} units={} reserved={}",
                    sale,
                    stock.epoch(),
                    stock.number(),
                    reserved);
        }
        return found;
    }

    private Map<String, String> holders(long sale, Snapshot seen) {
        List<String> phones = seen.waiting().stream()
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

    private static List<Entry> unannounced(Snapshot seen) {
        Set<String> phones = new HashSet<>();
        List<Entry> unannounced = new ArrayList<>();
        for (Seen one : seen.waiting()) {
            if (one.known().isEmpty()
                    && one.entry().isOrder()
                    && phones.add(one.entry().phone())) {
                unannounced.add(one.entry());
            }
        }
        return unannounced;
    }

    private static boolean isUnrecorded(Entry entry, Map<String, String> holders) {
        return !entry.ticket().equals(holders.get(entry.phone()));
    }

    private void tell(long sale, Finding drift) {
        if (!drift.loaded && drift.units != 0) {
            meters.drift(Drift.STOCK, Math.abs(drift.units));
            log.warn("drift repaired sale={} kind={} units={}", sale, Drift.STOCK, drift.units);
        }
        if (drift.unannounced > 0) {
            meters.drift(Drift.UNANNOUNCED, drift.unannounced);
            log.warn("drift repaired sale={} kind={} entries={}", sale, Drift.UNANNOUNCED, drift.unannounced);
        }
    }
}
