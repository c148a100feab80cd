package org.seckill.reconcile;

import java.time.Duration;
import java.util.Optional;
import org.seckill.reconcile.StockMapper.Books;
import org.seckill.reservation.RedisLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Compares stock and purchases with what was offered. Nothing can repair that: somebody changed one of them by hand, which is
 * allowed, or the database is not what it was. Safe for use by any number of threads and nodes.
 */
@Component
public final class LedgerCheck {
    private static final Logger log = LoggerFactory.getLogger(LedgerCheck.class);

    private static final Duration KEPT = Duration.ofDays(30);

    private final StockMapper stocks;
    private final RedisLeases notes;
    private final QueueMeters meters;

    public LedgerCheck(StockMapper stocks, RedisLeases notes, QueueMeters meters) {
        this.stocks = stocks;
        this.notes = notes;
        this.meters = meters;
    }

    /**
     * Tells of books that do not balance, once each time that they change.
     *
     * @throws DataAccessException when the database or Redis does not answer
     */
    void look(long sale) {
        stocks.books(sale).ifPresent(books -> tell(sale, books));
    }

    /** @return empty when there is no such sale */
    Optional<Books> read(long sale) {
        return stocks.books(sale);
    }

    private void tell(long sale, Books books) {
        long imbalance = books.imbalance();
        long change = imbalance - notes.remember(sale, imbalance, KEPT);
        if (change == 0) {
            return;
        }
        if (imbalance == 0) {
            log.info("books balance again sale={} kind={}", sale, Drift.BOOKS);
            return;
        }
        meters.drift(Drift.BOOKS, Math.abs(change));
        log.warn(
                "drift found sale={} kind={} size={} offered={} stock={} purchases={}",
                sale,
                Drift.BOOKS,
                imbalance,
                books.offered(),
                books.number(),
                books.purchases());
    }
}
