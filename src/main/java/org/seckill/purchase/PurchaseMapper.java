package org.seckill.purchase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The table {@code purchase} and the procedure that fills it. */
@Mapper
interface PurchaseMapper {
    /**
     * Serves orders in one transaction, which is committed when this returns.
     *
     * @param orders a JSON list as the procedure reads it
     * @return one verdict per order, in their order
     */
    List<Verdict> execute(@Param("sale") long sale, @Param("orders") String orders);

    Instant databaseClock();

    Optional<Purchase> find(@Param("sale") long sale, @Param("phone") String phone);

    /** @return the phones of all who bought in a sale */
    List<String> winners(@Param("sale") long sale);

    /** @return what one buyer bought, the latest first */
    List<PurchaseLine> ofBuyer(@Param("phone") String phone);
}
