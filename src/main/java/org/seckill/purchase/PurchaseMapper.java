package org.seckill.purchase;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.seckill.order.Purchase;

/** Reads the table {@code purchase}. */
@Mapper
interface PurchaseMapper {
    /** @return the purchases of these buyers in one sale, in any order */
    List<Purchase> find(@Param("sale") long sale, @Param("phones") List<String> phones);

    /** @return the phones of all buyers with a purchase in the sale */
    List<String> winners(@Param("sale") long sale);

    /**
     * @param language ISO 639-1 code; a sale without a name in this language has its default name
     * @return the purchases of one buyer, the latest first
     */
    List<PurchaseLine> ofBuyer(@Param("phone") String phone, @Param("language") String language);
}
