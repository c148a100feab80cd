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
 * Who bought in a sale that records nothing more. It lets a refusal from memory stay honest: a buyer who
 * holds a unit is never told that the sale is over, and everybody else costs no network. A sale's winners
 * are read once. Safe for use by any number of threads.
 */
@Component
final class Winners {
    /** Of phones kept in all; 8 bytes each. */
    private static final long CAPACITY = 4_000_000;

    private static final Duration KEPT = Duration.ofHours(1);

    private final PurchaseMapper purchases;
    private final DatabaseBulkhead database;
    private final NearCache<Roll, long[]> rolls;

    /**
     * One end of a sale: from {@code settledAt} on it records nothing more. A restock makes another, and so
     * does a window that was opened again and in which somebody bought.
     */
    record Roll(long sale, int epoch, Instant settledAt, int stock) {}

    Winners(PurchaseMapper purchases, DatabaseBulkhead database) {
        this.purchases = purchases;
        this.database = database;
        this.rolls = new NearCache<>(
                KEPT, Ticker.systemTicker(), roll -> read(roll.sale), phones -> phones.length + 1, CAPACITY);
    }

    /**
     * To be asked only when the sale can record nothing more.
     *
     * @throws org.springframework.dao.DataAccessException when the winners are not read yet and cannot be
     * @throws org.seckill.http.ServiceBusy when enough others wait for that
     */
    boolean include(Roll roll, Phone buyer) {
        long[] kept = rolls.fresh(roll);
        long[] phones = kept != null ? kept : readInTurn(roll);
        return Arrays.binarySearch(phones, key(buyer.digits())) >= 0;
    }

    // All who come in the moment in which a sale is sold out want the same list, and whose turn did not come may find
    // it.
    private long[] readInTurn(Roll roll) {
        try {
            return database.ask(() -> rolls.get(roll));
        } catch (ServiceBusy e) {
            long[] readMeanwhile = rolls.fresh(roll);
            if (readMeanwhile == null) {
                throw e;
            }
            return readMeanwhile;
        }
    }

    private long[] read(long sale) {
        return purchases.winners(sale).stream().mapToLong(Winners::key).sorted().toArray();
    }

    // A leading 1 keeps leading zeros apart; 15 digits and it fit a long.
    private static long key(String digits) {
        return Long.parseLong("1" + digits);
    }
}
