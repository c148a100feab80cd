package org.seckill.order;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Phone;
import org.seckill.sale.Sale;
import org.springframework.dao.DataAccessException;

/** Decides the orders that memory alone cannot answer. Thread-safe. */
public interface PurchaseDesk {
    /**
     * Places an order. Never blocks.
     *
     * @return completed with {@code Recorded} (committed), {@code Queued} (will be decided), {@code Repeat}, {@code Over},
     *     {@code Busy}, {@code Broken} or {@code Unknown}, by the desk's deadline, or a few seconds after it while a call
     *     is in flight; never with an exception. A thread of the desk completes it: dependent stages must not block
     */
    CompletableFuture<Outcome> place(Sale sale, Order order);

    /**
     * Returns the state of a buyer's orders that are not purchases.
     *
     * @return {@code Queued} while an order waits; {@code Over} when the last order was refused so, or another one would
     *     be; empty when the desk knows no order of the buyer
     * @throws DataAccessException when the desk's engine does not answer
     */
    Optional<Outcome> standing(Sale sale, Phone buyer);

    /**
     * Answers a buyer without a waiting order while the database is unavailable.
     *
     * @return {@code Unknown} if the desk knows of a purchase by this buyer; {@code Busy} if the desk knows all holders
     *     and this buyer is none of them; empty if only the database knows
     * @throws DataAccessException when the desk's engine does not answer
     */
    default Optional<Outcome> withoutDatabase(Sale sale, Phone buyer) {
        return Optional.empty();
    }
}
