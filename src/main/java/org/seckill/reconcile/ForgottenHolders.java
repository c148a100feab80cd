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
 * Buyers who hold a unit, and Redis does not know: it lost what it had, or they bought past it. Nobody is refused before
 * the database was asked for that. Safe for use by any number of threads.
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
     * @param phones as many as one statement may have
     * @return those that hold a unit; empty when the database cannot tell now
     */
    public Optional<Set<String>> among(long sale, List<String> phones) {
        if (!database.mayTry()) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        try {
            List<Holder> holders = stocks.holders(sale, phones);
            database.beat();
            return Optional.of(holders.stream().map(Holder::phone).collect(Collectors.toUnmodifiableSet()));
        } catch (DataAccessException e) {
            database.failed(begun, e);
            log.debug("holders unknown sale={}", sale, e);
            return Optional.empty();
        }
    }
}
