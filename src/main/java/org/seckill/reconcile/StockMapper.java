package org.seckill.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The sales' stocks in the database, and who holds units of them. */
@Mapper
public interface StockMapper {
    /**
     * @param number the stock left
     * @param offered all that there ever were
     * @param end null when the row has no time that can be read
     * @param now by the database's clock
     */
    record Stock(
            int number, int offered, int epoch, @Nullable Instant end, Instant now) {
        /** Whether nothing was sold yet. */
        boolean isUntouched() {
            return number == offered;
        }

        /** Its end, or now when somebody still asks for a sale that is over. */
        Instant lastNeeded() {
            return end != null && end.isAfter(now) ? end : now;
        }
    }

    /** One purchase: who made it, and by which ticket. */
    record Holder(String phone, String ticket) {}

    /**
     * All that was ever offered, and what became of it, at one moment.
     *
     * @param purchases void ones too: whoever gives their units back has them offered again
     */
    record Books(long offered, long number, long purchases) {
        /** Units that are there and were not offered; negative: were offered and are gone. */
        long imbalance() {
            return number + purchases - offered;
        }
    }

    /** From now on the server ends this session when it is not heard of for so long. */
    void endWhenIdle(@Param("seconds") long seconds);

    /** Takes that back. */
    void stayAsEver();

    /** Locks the sale's row until the transaction ends: nothing is recorded meanwhile. */
    Optional<Stock> lock(@Param("sale") long sale);

    /** @return those of the phones that hold a unit */
    List<Holder> holders(@Param("sale") long sale, @Param("phones") List<String> phones);

    /** @return who holds units, by phone, those after the given one */
    List<Holder> page(@Param("sale") long sale, @Param("after") String after, @Param("atMost") int atMost);

    /** @return empty when there is neither such a sale nor a purchase in it */
    Optional<Books> books(@Param("sale") long sale);

    /** @return sales that have purchases and no row: restored in part, say */
    List<Long> gone();

    /** @return sales that are open, or soon will be, or ended less than so long ago */
    List<Long> current(@Param("soonSeconds") long soonSeconds, @Param("agoSeconds") long agoSeconds);
}
