package org.seckill.reconcile;

import java.time.Duration;
import java.util.Optional;
import org.seckill.reconcile.StockMapper.Ledger;
import org.seckill.reservation.RedisLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Checks in the database that the stock plus the purchases of a sale is what was offered. A difference is reported and not
 * repaired: an operator may have changed the stock, or the database may be damaged. Safe for use by any number of threads
 * and nodes.
 */
@Component
public final class LedgerCheck {
    private static final Logger log = LoggerFactory.getLogger(LedgerCheck.class);

    private static final Duration KEPT = Duration.ofDays(30);

    private final StockMapper stocks;
    private final RedisLeases leases;
    private final QueueMeters meters;

    public LedgerCheck(StockMapper stocks, RedisLeases leases, QueueMeters meters) {
        this.stocks = stocks;
        this.leases = leases;
        this.meters = meters;
    }

    /**
     * Logs and counts an imbalance, once per change of it over all nodes.
     *
     * @throws DataAccessException when the database or Redis does not answer
     */
    void check(long sale) {
        stocks.ledger(sale).ifPresent(ledger -> report(sale, ledger));
    }

    /** @return empty when there is no such sale */
    Optional<Ledger> read(long sale) {
        return stocks.ledger(sale);
    }

    private void report(long sale, Ledger ledger) {
        long imbalance = ledger.imbalance();
        long change = imbalance - leases.remember(sale, imbalance, KEPT);
        if (change == 0) {
            return;
        }
        if (imbalance == 0) {
            log.info("the ledger balances again sale={} kind={}", sale, Drift.LEDGER);
            return;
        }
        meters.drift(Drift.LEDGER, Math.abs(change));
        log.warn(
                "drift found sale={} kind={} size={} offered={} stock={} purchases={}",
                sale,
                Drift.LEDGER,
                imbalance,
                ledger.offered(),
                ledger.number(),
                ledger.purchases());
    }
}
