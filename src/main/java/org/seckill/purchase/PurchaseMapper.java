package org.seckill.purchase;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.seckill.desk.Purchase;

/** The table {@code purchase}, read. */
@Mapper
interface PurchaseMapper {
    Optional<Purchase> find(@Param("sale") long sale, @Param("phone") String phone);

    /** @return the phones of all who bought in a sale */
    List<String> winners(@Param("sale") long sale);

    /** @return what one buyer bought, the latest first */
    List<PurchaseLine> ofBuyer(@Param("phone") String phone);
}
