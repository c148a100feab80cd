package org.seckill.purchase;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.seckill.order.Purchase;

/** The table {@code purchase}, read. */
@Mapper
interface PurchaseMapper {
    /** @return what these buyers hold, in any order */
    List<Purchase> find(@Param("sale") long sale, @Param("phones") List<String> phones);

    /** @return the phones of all who bought in a sale */
    List<String> winners(@Param("sale") long sale);

    /**
     * @param language of ISO 639-1, in which sales are named that have a name in it
     * @return what one buyer bought, the latest first
     */
    List<PurchaseLine> ofBuyer(@Param("phone") String phone, @Param("language") String language);
}
