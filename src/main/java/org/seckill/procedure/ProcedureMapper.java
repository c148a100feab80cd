package org.seckill.procedure;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The stored procedure that records purchases, and the database's clock, by which it decides. */
@Mapper
public interface ProcedureMapper {
    /**
     * Decides orders in one transaction, which is committed when this method returns.
     *
     * @param orders a JSON list as {@link ProcedureEngine#json} writes it
     * @return one result per order, in the same order
     */
    List<OrderResult> execute(@Param("sale") long sale, @Param("orders") String orders);

    Instant databaseClock();

    /** Inserts no purchase; fails if the database refuses such inserts. */
    void insertNothing();

    /** Updates no stock; fails if the database refuses such updates. */
    void updateNothing();
}
