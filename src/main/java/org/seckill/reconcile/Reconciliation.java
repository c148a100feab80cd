package org.seckill.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.seckill.reconcile.StockMapper.Ledger;
import org.seckill.reservation.RedisStocks;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.RedisStream.Gauges;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Reconciles one sale on demand, for the command {@code reconcile}. Thread-safe. */
@Component
public final class Reconciliation {
    private final StockMapper stocks;
    private final LedgerCheck ledgerCheck;
    private final StockReconciler stockReconciler;
    private final BuyerReconciler buyerReconciler;
    private final RedisStream stream;
    private final RedisStocks redisStocks;

    /**
     * The state of a sale and its differences.
     *
     * @param offered all units ever offered
     * @param stock units left in the database
     * @param queue empty if the sale is not sold through Redis
     * @param drift the differences by kind, in units, entries or buyers
     */
    public record Report(
            long sale, long offered, long purchases, long stock, Optional<Queue> queue, Map<String, Long> drift) {}

    /**
     * The state of a sale in Redis.
     *
     * @param reservable units left in Redis; empty if the stock is not loaded
     * @param waiting entries in the stream
     * @param poison orders that were set aside
     */
    public record Queue(OptionalLong reservable, long waiting, long poison) {}

    /**
     * What the database has lost, if it is older than Redis.
     *
     * @param restocked whether Redis has a later epoch of the sale
     * @param buyers who were answered "success" and have no purchase
     */
    public record Loss(boolean restocked, List<Buyer> buyers) {
        /** A buyer as read from Redis, unchecked: the values may be malformed. */
        public record Buyer(String phone, String ticket) {}

        public boolean isNothing() {
            return !restocked && buyers.isEmpty();
        }
    }

    Reconciliation(
            StockMapper stocks,
            LedgerCheck ledgerCheck,
            StockReconciler stockReconciler,
            BuyerReconciler buyerReconciler,
            RedisStream stream,
            RedisStocks redisStocks) {
        this.stocks = stocks;
        this.ledgerCheck = ledgerCheck;
        this.stockReconciler = stockReconciler;
        this.buyerReconciler = buyerReconciler;
        this.stream = stream;
        this.redisStocks = redisStocks;
    }

    /**
     * @return the sales that the scheduler compares, and those with purchases but without a row
     * @throws DataAccessException when the database does not answer
     */
    public List<Long> current() {
        List<Long> sales = new ArrayList<>(stocks.current(CurrentSales.SOON.toSeconds(), CurrentSales.AGO.toSeconds()));
        sales.addAll(stocks.gone());
        return sales;
    }

    /**
     * Compares stock and purchases of a sale in the database with what was offered.
     *
     * @return empty when there is no such sale
     * @throws DataAccessException when the database does not answer
     */
    public Optional<Report> ledger(long sale) {
        return ledgerCheck.read(sale).map(read -> report(sale, read, Optional.empty(), new TreeMap<>()));
    }

    /**
     * Finds the signs of a database that is an older backup: buyers who were answered "success" and have no purchase, and a
     * restock that only Redis knows. Changes nothing.
     *
     * @return empty when there is no such sale
     * @throws DataAccessException when the database or Redis does not answer
     */
    public Optional<Loss> loss(long sale) {
        return stockReconciler
                .take(sale, false)
                .map(found -> new Loss(
                        found.load() == Finding.Load.OUTDATED,
                        buyerReconciler.withoutPurchase(sale).entrySet().stream()
                                .map(buyer -> new Loss.Buyer(
                                        buyer.getKey(), buyer.getValue().substring(1)))
                                .toList()));
    }

    /**
     * Compares also stock and buyers in Redis with the database.
     *
     * @param repair whether to repair the differences, and also to forget the buyers without a purchase
     * @return empty when there is no such sale
     * @throws DataAccessException when the database or Redis does not answer
     */
    public Optional<Report> queue(long sale, boolean repair) {
        Optional<Finding> found = stockReconciler.take(sale, repair);
        if (found.isEmpty()) {
            return ledger(sale);
        }
        Map<String, Long> drift = new TreeMap<>();
        found.get().drift().forEach((kind, size) -> drift.put(kind.toString(), size));
        if (repair || !found.get().load().isAnew()) {
            buyerReconciler.take(sale, repair, repair).forEach((kind, size) -> drift.put(kind.toString(), size));
        }
        Gauges gauges = stream.gauges(sale);
        Queue queue = new Queue(redisStocks.reservable(sale), gauges.waiting(), gauges.poison());
        return ledgerCheck.read(sale).map(read -> report(sale, read, Optional.of(queue), drift));
    }

    private static Report report(long sale, Ledger ledger, Optional<Queue> queue, Map<String, Long> drift) {
        if (ledger.imbalance() != 0) {
            drift.put(Drift.LEDGER.toString(), ledger.imbalance());
        }
        return new Report(sale, ledger.offered(), ledger.purchases(), ledger.number(), queue, drift);
    }
}
