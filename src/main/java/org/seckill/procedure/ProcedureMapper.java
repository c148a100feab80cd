package org.seckill.procedure;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The procedure that fills the table {@code purchase}, and the clock that it goes by. */
@Mapper
public interface ProcedureMapper {
    /**
     * Serves orders in one transaction, which is committed when this returns.
     *
     * @param orders a JSON list as the procedure reads it
     * @return one verdict per order, in their order
     */
    List<OrderResult> execute(@Param("sale") long sale, @Param("orders") String orders);

    Instant databaseClock();

    /** Fails as a purchase would that may not be written, and writes none. */
    void insertNothing();

    /** Fails as a change of the stock would that may not be written, and changes none. */
    void updateNothing();
}
