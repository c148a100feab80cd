package org.seckill.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Reads the sales' stocks and purchases in the database. */
@Mapper
public interface StockMapper {
    /**
     * The stock of a sale.
     *
     * @param number units left
     * @param offered all units ever offered
     * @param end null if the row has no valid time
     * @param now the time of the database's clock
     */
    record Stock(
            int number, int offered, int epoch, @Nullable Instant end, Instant now) {
        /** Whether nothing is sold yet. */
        boolean isUntouched() {
            return number == offered;
        }

        /** The end of the sale, or now if it has ended already. */
        Instant lastNeeded() {
            return end != null && end.isAfter(now) ? end : now;
        }
    }

    /** A purchase: the phone of its buyer and its ticket. */
    record Holder(String phone, String ticket) {}

    /**
     * The units offered, left and sold, read in one statement.
     *
     * @param purchases includes void ones: returning their units to the stock raises {@code offered}
     */
    record Ledger(long offered, long number, long purchases) {
        /** Units that exist and were not offered; negative: units that were offered and are missing. */
        long imbalance() {
            return number + purchases - offered;
        }
    }

    /** Sets the time after which the server ends this session if it is idle. */
    void endWhenIdle(@Param("seconds") long seconds);

    /** Restores the server's default idle time. */
    void resetIdleTime();

    /** Locks the sale's row until the transaction ends, so that nothing is recorded meanwhile. */
    Optional<Stock> lock(@Param("sale") long sale);

    /** @return the purchases of the given phones */
    List<Holder> holders(@Param("sale") long sale, @Param("phones") List<String> phones);

    /** @return the purchases after the given phone, ordered by phone */
    List<Holder> page(@Param("sale") long sale, @Param("after") String after, @Param("atMost") int atMost);

    /** @return empty if there is neither such a sale nor a purchase of it */
    Optional<Ledger> ledger(@Param("sale") long sale);

    /** @return the sales with purchases but without a row, as after a partial restore */
    List<Long> gone();

    /** @return the sales that start within {@code soonSeconds} or earlier and ended at most {@code agoSeconds} ago */
    List<Long> current(@Param("soonSeconds") long soonSeconds, @Param("agoSeconds") long agoSeconds);
}
