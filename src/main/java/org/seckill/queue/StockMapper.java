package org.seckill.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The sales' stocks in the database, and who holds units of them. */
@Mapper
interface StockMapper {
    /**
     * @param number the stock left
     * @param now by the database's clock
     */
    record Stock(int number, int epoch, Instant end, Instant now) {}

    /** One purchase: who made it, and by which ticket. */
    record Holder(String phone, String ticket) {}

    /** Locks the sale's row until the transaction ends: nothing is recorded meanwhile. */
    Optional<Stock> lock(@Param("sale") long sale);

    /** @return those of the phones that hold a unit */
    List<Holder> holders(@Param("sale") long sale, @Param("phones") List<String> phones);

    /** @return who holds units, by phone, those after the given one */
    List<Holder> page(@Param("sale") long sale, @Param("after") String after, @Param("atMost") int atMost);

    /** @return sales that are open, or soon will be, or ended less than so long ago */
    List<Long> current(@Param("soonSeconds") long soonSeconds, @Param("agoSeconds") long agoSeconds);
}
