package org.seckill.catalogue;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Reads sales through the near cache, Redis and MySQL, in that order. A copy is at most a few seconds old, and older only
 * while neither Redis nor MySQL answers in time. Thread-safe.
 */
@Component
public final class Catalogue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

    static final int PAGE_SIZE = 20;

    /** The most pages of the list that {@link #unfinished} reads. */
    private static final int MOST_PAGES = 5;

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Duration LIST_FRESH = Duration.ofSeconds(1);

    /**
     * Threads that reload copies. While MySQL does not answer, each blocks one reload, and when all are blocked no copy is
     * reloaded. Fewer than the connections to MySQL at default settings.
     */
    private static final int RELOADS = 8;

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Exceeds the sum of the database's time-outs. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(6);

    private final NearCache<Long, Optional<Sale>> sales;
    private final NearCache<Integer, SalePage> pages;
    private final SaleMapper mapper;
    private final CacheReads databaseReads = new CacheReads();

    /** The message logged for each unreadable row; a row is logged again when its message changes. */
    private final ConcurrentMap<Object, String> unreadable = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor reloads = new ThreadPoolExecutor(
            RELOADS,
            RELOADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new CustomizableThreadFactory("catalogue-"));

    Catalogue(SaleMapper mapper, RedisSales redis, CacheTimes times) {
        this.mapper = mapper;
        this.sales = new NearCache<>(times.near(), Ticker.systemTicker(), reloads, id -> redis.find(id, this::read));
        this.pages = new NearCache<>(LIST_FRESH, Ticker.systemTicker(), reloads, this::readPage);
        reloads.allowCoreThreadTimeOut(true);
    }

    public Optional<Sale> find(long id) {
        return sales.get(id);
    }

    /**
     * Returns a sale.
     *
     * @param id from a URL
     * @throws UnknownSale when no sale has this id, or it is not a number
     */
    public Sale require(String id) {
        return find(id).orElseThrow(UnknownSale::new);
    }

    /** @param id from a URL; empty also if it is not a number */
    public Optional<Sale> find(String id) {
        return ID.matcher(id).matches() ? find(Long.parseLong(id)) : Optional.empty();
    }

    /**
     * Parses the id of a sale, which need not exist.
     *
     * @param id from a URL
     * @throws UnknownSale when it is not a number
     */
    public static long number(String id) {
        if (!ID.matcher(id).matches()) {
            throw new UnknownSale();
        }
        return Long.parseLong(id);
    }

    /** @param number from 1; a larger number than the last page's returns the last page */
    public SalePage page(int number) {
        int last = pages.get(1).pages();
        return pages.get(Math.min(Math.max(number, 1), last));
    }

    /** Returns the open sales and then the coming ones, in the order of the list; at most 100. */
    public List<Sale> unfinished(Instant now) {
        List<Sale> unfinished = new ArrayList<>();
        int pages = Math.min(page(1).pages(), MOST_PAGES);
        for (int number = 1; number <= pages; number++) {
            for (Sale sale : page(number).items()) {
                if (sale.phase(now) == Phase.OVER) {
                    return unfinished;
                }
                unfinished.add(sale);
            }
        }
        return unfinished;
    }

    @Override
    public void close() {
        reloads.shutdown();
        try {
            if (!reloads.awaitTermination(LONGEST_READ.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("closed while copies were being reloaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CacheReads nearReads() {
        return sales.reads();
    }

    CacheReads databaseReads() {
        return databaseReads;
    }

    private Optional<Sale> read(long id) {
        return databaseReads.counting(() -> mapper.find(id).flatMap(this::readable));
    }

    private SalePage readPage(int number) {
        int last = (int) Math.max(1, (mapper.count() + PAGE_SIZE - 1) / PAGE_SIZE);
        List<SaleRow> rows = mapper.list(PAGE_SIZE, (number - 1L) * PAGE_SIZE);
        return new SalePage(rows.stream().flatMap(row -> readable(row).stream()).toList(), number, last);
    }

    // An invalid row counts as no sale until an operator corrects it: it must break neither the list nor its own pages.
    private Optional<Sale> readable(SaleRow row) {
        try {
            Sale sale = row.sale();
            unreadable.remove(row.id());
            return Optional.of(sale);
        } catch (UnreadableSale e) {
            if (!String.valueOf(e.getMessage()).equals(unreadable.put(row.id(), String.valueOf(e.getMessage())))) {
                log.error("not shown and not sold sale={}: {}", row.id(), e.getMessage());
            }
            return Optional.empty();
        }
    }
}
