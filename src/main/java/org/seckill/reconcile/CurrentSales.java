package org.seckill.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The sales whose streams may have entries: open, about to open, or ended less than two days ago. Read from the database
 * every second; kept while the database is unreachable. Thread-safe.
 */
@Component
public final class CurrentSales implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CurrentSales.class);

    private static final Duration REFRESH_PERIOD = Duration.ofSeconds(1);

    /** A sale is listed from so long before its start, so that its stock is loaded early. */
    static final Duration SOON = Duration.ofMinutes(1);

    /** A sale is listed until so long after its end, so that its entries are recorded even if all nodes were down. */
    static final Duration AGO = Duration.ofDays(2);

    private final StockMapper stocks;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("queue-sales-"));
    private volatile List<Long> list = List.of();

    public CurrentSales(StockMapper stocks) {
        this.stocks = stocks;
        // Cancelled by shutting down `scheduler`.
        Future<?> unused =
                scheduler.scheduleWithFixedDelay(this::refresh, 0, REFRESH_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    public List<Long> list() {
        return list;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    private void refresh() {
        try {
            list = List.copyOf(stocks.current(SOON.toSeconds(), AGO.toSeconds()));
        } catch (DataAccessException e) {
            // The database is unreachable, so nothing can be recorded: keep the list.
            log.debug("could not read the current sales", e);
        } catch (RuntimeException | Error e) {
            log.error("could not read the current sales", e);
        }
    }
}
