package org.seckill.catalogue;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** Reads the table {@code seckill}. */
@Mapper
public interface SaleMapper {
    Optional<SaleRow> find(@Param("id") long id);

    /** Returns a page of the list: open sales, then coming ones, then those that are over. */
    List<SaleRow> list(@Param("limit") int limit, @Param("offset") long offset);

    long count();
}
