package org.seckill.catalogue;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The table {@code seckill}. */
@Mapper
public interface SaleMapper {
    Optional<SaleRow> find(@Param("id") long id);

    /** @return the sales in the order shoppers want: open, then soon, then over */
    List<SaleRow> list(@Param("limit") int limit, @Param("offset") long offset);

    long count();
}
