package org.seckill.purchase;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.seckill.buyer.Phone;
import org.seckill.catalogue.NearCache;
import org.seckill.http.ServiceBusy;
import org.springframework.stereotype.Component;

/**
 * The buyers with a purchase in a settled sale, which records nothing more. They are read once per sale, so that an
 * ended sale is refused from memory, but never to a buyer who has a purchase. Thread-safe.
 */
@Component
final class Winners {
    /** In phones of all sales together; a phone takes 8 bytes. */
    private static final long CAPACITY = 4_000_000;

    private static final Duration TTL = Duration.ofHours(1);

    private final PurchaseMapper purchases;
    private final DatabaseBulkhead database;
    private final NearCache<SaleEnd, long[]> phonesByEnd;

    /**
     * One end of a sale; the cache key. The sale records nothing after {@code settledAt}. A restock leads to another
     * end, and so does a window that was opened again and in which a unit was sold.
     */
    record SaleEnd(long sale, int epoch, Instant settledAt, int stock) {}

    Winners(PurchaseMapper purchases, DatabaseBulkhead database) {
        this.purchases = purchases;
        this.database = database;
        this.phonesByEnd = new NearCache<>(
                TTL, Ticker.systemTicker(), end -> read(end.sale), phones -> phones.length + 1, CAPACITY);
    }

    /**
     * Whether the buyer has a purchase in the sale. The sale must be settled. The first call for an end reads the
     * database.
     *
     * @throws org.springframework.dao.DataAccessException if the winners are not cached and the read failed
     * @throws org.seckill.http.ServiceBusy if they are not cached and the bulkhead did not start the read
     */
    boolean include(SaleEnd end, Phone buyer) {
        long[] cached = phonesByEnd.fresh(end);
        long[] phones = cached != null ? cached : load(end);
        return Arrays.binarySearch(phones, key(buyer.digits())) >= 0;
    }

    // When a sale sells out, many requests need the same list. One that got no permit may find the list loaded.
    private long[] load(SaleEnd end) {
        try {
            return database.call(() -> phonesByEnd.get(end));
        } catch (ServiceBusy e) {
            long[] readMeanwhile = phonesByEnd.fresh(end);
            if (readMeanwhile == null) {
                throw e;
            }
            return readMeanwhile;
        }
    }

    private long[] read(long sale) {
        return purchases.winners(sale).stream().mapToLong(Winners::key).sorted().toArray();
    }

    // The leading 1 preserves leading zeros. With it, 15 digits fit a long.
    private static long key(String digits) {
        return Long.parseLong("1" + digits);
    }
}
