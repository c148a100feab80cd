package org.seckill.order;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Phone;
import org.seckill.sale.Sale;
import org.springframework.dao.DataAccessException;

/** Where a press of the button goes when nothing in memory can answer it. Safe for use by any number of threads. */
public interface PurchaseDesk {
    /**
     * Never blocks.
     *
     * @return completed with what became of the order: {@code Recorded} (it is committed), {@code Queued} (it will be
     *     decided), {@code Repeat}, {@code Over}, {@code Busy} or {@code Unknown}; within the desk's patience, or a few
     *     seconds after that while a call is in flight; never with an exception. By a thread of the desk, which whoever
     *     depends on it must not hold up
     */
    CompletableFuture<Outcome> place(Sale sale, Order order);

    /**
     * What became of a buyer's orders as far as it is no purchase.
     *
     * @return {@code Queued} while an order waits; {@code Over} when the last one was refused so, or another would be;
     *     empty when the desk knows of none
     * @throws DataAccessException when it cannot tell now
     */
    Optional<Outcome> standing(Sale sale, Phone buyer);

    /**
     * What a buyer is told for whom no order waits, while the database cannot tell whether they hold a purchase.
     *
     * @return {@code Unknown} when they hold one as far as the desk knows; {@code Busy} when it knows all who do, and this
     *     buyer is none of them; empty when it cannot tell without the database
     * @throws DataAccessException when it cannot tell now
     */
    default Optional<Outcome> withoutDatabase(Sale sale, Phone buyer) {
        return Optional.empty();
    }
}
