package org.seckill.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.seckill.reconcile.StockMapper.Books;
import org.seckill.reservation.RedisStocks;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.RedisStream.Gauges;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** One comparison of a sale with all that is known of it, when somebody asks for it. Safe for use by many threads. */
@Component
public final class Reconciliation {
    private final StockMapper stocks;
    private final LedgerCheck books;
    private final StockReconciler stocktaking;
    private final BuyerReconciler audit;
    private final RedisStream stream;
    private final RedisStocks reservable;

    /**
     * @param offered units, ever
     * @param stock left in the database
     * @param queue empty where nothing is sold through Redis
     * @param drift how much was wrong, by kind
     */
    public record Report(
            long sale, long offered, long purchases, long stock, Optional<Queue> queue, Map<String, Long> drift) {}

    /**
     * @param reservable units left in Redis; empty when they are not loaded
     * @param waiting orders in the stream
     * @param poison orders that were set aside
     */
    public record Queue(OptionalLong reservable, long waiting, long poison) {}

    /**
     * What a database has lost that is older than Redis.
     *
     * @param restocked whether Redis has a later epoch of the sale
     * @param buyers who were told that they bought, and of whom there is no purchase
     */
    public record Loss(boolean restocked, List<Buyer> buyers) {
        /** As Redis remembers them: anything may be written there. */
        public record Buyer(String phone, String ticket) {}

        public boolean isNothing() {
            return !restocked && buyers.isEmpty();
        }
    }

    Reconciliation(
            StockMapper stocks,
            LedgerCheck books,
            StockReconciler stocktaking,
            BuyerReconciler audit,
            RedisStream stream,
            RedisStocks reservable) {
        this.stocks = stocks;
        this.books = books;
        this.stocktaking = stocktaking;
        this.audit = audit;
        this.stream = stream;
        this.reservable = reservable;
    }

    /**
     * @return the sales that are compared all the time, and those that have purchases and no row
     * @throws DataAccessException when the database does not answer
     */
    public List<Long> current() {
        List<Long> sales = new ArrayList<>(stocks.current(CurrentSales.SOON.toSeconds(), CurrentSales.AGO.toSeconds()));
        sales.addAll(stocks.gone());
        return sales;
    }

    /**
     * Compares stock and purchases of a sale with what was offered.
     *
     * @return empty when there is no such sale
     * @throws DataAccessException when the database does not answer
     */
    public Optional<Report> books(long sale) {
        return books.read(sale).map(read -> report(sale, read, Optional.empty(), new TreeMap<>()));
    }

    /**
     * Looks for what only an older database explains: buyers who were told that they bought and have no purchase, and a
     * restock of which only Redis knows. Nothing is changed.
     *
     * @return empty when there is no such sale
     * @throws DataAccessException when the database or Redis does not answer
     */
    public Optional<Loss> loss(long sale) {
        return stocktaking
                .take(sale, false)
                .map(found -> new Loss(
                        found.load() == Finding.Load.OUTDATED,
                        audit.withoutPurchase(sale).entrySet().stream()
                                .map(buyer -> new Loss.Buyer(
                                        buyer.getKey(), buyer.getValue().substring(1)))
                                .toList()));
    }

    /**
     * Compares all of that, and what Redis has of the sale.
     *
     * @param repair whether to do more than look, also to forget the buyers without a purchase
     * @return empty when there is no such sale
     * @throws DataAccessException when the database or Redis does not answer
     */
    public Optional<Report> queue(long sale, boolean repair) {
        Optional<Finding> found = stocktaking.take(sale, repair);
        if (found.isEmpty()) {
            return books(sale);
        }
        Map<String, Long> drift = new TreeMap<>();
        found.get().drift().forEach((kind, size) -> drift.put(kind.toString(), size));
        if (repair || !found.get().load().isAnew()) {
            audit.take(sale, repair, repair).forEach((kind, size) -> drift.put(kind.toString(), size));
        }
        Gauges gauges = stream.gauges(sale);
        Queue queue = new Queue(reservable.reservable(sale), gauges.waiting(), gauges.poison());
        return books.read(sale).map(read -> report(sale, read, Optional.of(queue), drift));
    }

    private static Report report(long sale, Books books, Optional<Queue> queue, Map<String, Long> drift) {
        if (books.imbalance() != 0) {
            drift.put(Drift.BOOKS.toString(), books.imbalance());
        }
        return new Report(sale, books.offered(), books.purchases(), books.number(), queue, drift);
    }
}
