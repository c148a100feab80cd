package org.seckill.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.seckill.catalogue.Catalogue;
import org.seckill.sale.Sale;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The stock of each sale that is not over, as the list of sales shows it. The list may have to call the database, which may
 * be down: a separate thread reads it, and a scrape waits for that thread at most {@link #REFRESH_TIMEOUT}. Thread-safe.
 */
@Component
final class StockMeters implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StockMeters.class);

    private static final Duration REFRESH_TIMEOUT = Duration.ofMillis(250);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** Longer than the time limit of a database call. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(6);

    private final Catalogue catalogue;
    private final SoldOutBoard board;
    private final Clock clock;
    private final MultiGauge left;

    /** By sale; of the sales with a row. */
    private final ConcurrentMap<Long, Integer> stocks = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor reader;
    private @Nullable Future<?> reading;

    StockMeters(Catalogue catalogue, SoldOutBoard board, Clock clock, MeterRegistry registry) {
        this.catalogue = catalogue;
        this.board = board;
        this.clock = clock;
        this.left = MultiGauge.builder("seckill.stock.left")
                .description("Units left of a sale that is not over")
                .register(registry);
        this.reader = new ThreadPoolExecutor(
                1, 1, IDLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), StockMeters::thread);
        this.reader.allowCoreThreadTimeOut(true);
    }

    /** Updates the gauges. If the list is late, they keep their values and are updated when it arrives. */
    void refresh() {
        try {
            currentRead().get(REFRESH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.debug("the list of sales is late");
        } catch (ExecutionException e) {
            log.warn("cannot read the stock of the sales: {}", e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All scrapes that arrive during a read wait for that read. */
    private synchronized Future<?> currentRead() {
        if (reading == null || reading.isDone()) {
            reading = reader.submit(this::read);
        }
        return reading;
    }

    private void read() {
        List<Sale> sales = catalogue.unfinished(clock.instant());
        List<Row<?>> rows = sales.stream().<Row<?>>map(this::row).toList();
        // Registered rows stay: if they were replaced, a scrape in between would not see them.
        left.register(rows, false);
        stocks.keySet().retainAll(sales.stream().map(Sale::id).toList());
    }

    private Row<?> row(Sale sale) {
        Long id = sale.id();
        stocks.put(id, board.isSoldOut(sale) ? 0 : sale.stock());
        return Row.of(Tags.of("sale", id.toString()), () -> stocks.getOrDefault(id, 0));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stock-meters");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the thread: the container may outlive this application. */
    @Override
    public void destroy() throws InterruptedException {
        reader.shutdownNow();
        if (!reader.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("the list of sales is still being read at shutdown");
        }
    }
}
