package org.seckill.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
 * How much is left of each sale that is not over, as the list of sales has it. The list may have to ask the database,
 * which may be away: so it is read by a thread of its own, and whoever reads the metrics waits for it only a moment.
 */
@Component
final class StockMeters implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(StockMeters.class);

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration THREAD_KEPT = Duration.ofSeconds(60);

    /** Longer than a call of the database may take. */
    private static final Duration FAREWELL = Duration.ofSeconds(6);

    private final Catalogue catalogue;
    private final SoldOutBoard board;
    private final Clock clock;
    private final MultiGauge left;
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
                1, 1, THREAD_KEPT.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), StockMeters::thread);
        this.reader.allowCoreThreadTimeOut(true);
    }

    /** When the list does not come at once, the gauges stay as they were, and follow when it comes. */
    synchronized void refresh() {
        Future<?> current = reading;
        if (current == null || current.isDone()) {
            current = reader.submit(this::read);
            reading = current;
        }
        try {
            current.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.debug("the list of sales is late");
        } catch (ExecutionException e) {
            log.warn("could not read how much is left of the sales: {}", e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        List<Row<?>> rows = catalogue.unfinished(clock.instant()).stream()
                .<Row<?>>map(this::row)
                .toList();
        left.register(rows, true);
    }

    private Row<Number> row(Sale sale) {
        int stock = board.isSoldOut(sale) ? 0 : sale.stock();
        return Row.of(Tags.of("sale", Long.toString(sale.id())), stock);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stock-meters");
        thread.setDaemon(true);
        return thread;
    }

    /** A container that goes on without this application must not be left with its thread. */
    @Override
    public void destroy() throws InterruptedException {
        reader.shutdownNow();
        if (!reader.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("the list of sales is still being read");
        }
    }
}
