package org.seckill.sale;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The table {@code seckill}. */
@Mapper
interface SeckillMapper {
    Optional<SeckillRow> find(@Param("id") long id);

    /** @return the sales in the order shoppers want: open, then soon, then over */
    List<SeckillRow> list(@Param("limit") int limit, @Param("offset") long offset);

    long count();
}
