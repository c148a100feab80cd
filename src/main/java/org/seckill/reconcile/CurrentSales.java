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

/** The sales that may have something in their streams, as the database last told. Safe for use by any number of threads. */
@Component
public final class CurrentSales implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CurrentSales.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** So long before its opening a sale's stock is loaded. */
    static final Duration SOON = Duration.ofMinutes(1);

    /** So long after its end a stream is looked after, should all nodes have been away. */
    static final Duration AGO = Duration.ofDays(2);

    private final StockMapper stocks;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("queue-sales-"));
    private volatile List<Long> list = List.of();

    public CurrentSales(StockMapper stocks) {
        this.stocks = stocks;
        // It ends with `watch`.
        Future<?> unused = watch.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    public List<Long> list() {
        return list;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void look() {
        try {
            list = List.copyOf(stocks.current(SOON.toSeconds(), AGO.toSeconds()));
        } catch (DataAccessException e) {
            // The database is away, and nothing can be recorded anyway: the list stays as it is.
            log.debug("sales unknown", e);
        } catch (RuntimeException | Error e) {
            log.error("could not look for sales", e);
        }
    }
}
