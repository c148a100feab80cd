package org.seckill.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.seckill.batch.CircuitBreaker;
import org.seckill.reconcile.StockMapper.Holder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Finds buyers who hold a purchase that Redis does not know, because Redis lost it or the purchase was made without Redis.
 * Read before a buyer is refused. Thread-safe.
 */
@Component
public final class ForgottenHolders {
    private static final Logger log = LoggerFactory.getLogger(ForgottenHolders.class);

    private final StockMapper stocks;
    private final CircuitBreaker database;

    public ForgottenHolders(StockMapper stocks, CircuitBreaker database) {
        this.stocks = stocks;
        this.database = database;
    }

    /**
     * @param phones at most one batch: they are parameters of one statement
     * @return the phones that hold a purchase; empty if the database does not answer
     */
    public Optional<Set<String>> among(long sale, List<String> phones) {
        if (!database.tryAcquire()) {
            return Optional.empty();
        }
        try {
            List<Holder> holders = database.call(() -> stocks.holders(sale, phones));
            return Optional.of(holders.stream().map(Holder::phone).collect(Collectors.toUnmodifiableSet()));
        } catch (DataAccessException e) {
            log.debug("could not read the holders sale={}", sale, e);
            return Optional.empty();
        }
    }
}
