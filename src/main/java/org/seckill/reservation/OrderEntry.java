package org.seckill.reservation;

import java.util.Optional;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Ticket;

/**
 * One entry of a sale's stream, as it is found there: whoever may write to Redis may have written anything.
 *
 * @param phone empty when there is none, like the ticket
 */
public record OrderEntry(String id, String phone, String ticket) {
    /** @return empty when it is none */
    public Optional<Order> order() {
        try {
            return Optional.of(new Order(new Phone(phone), new Ticket(ticket)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean isOrder() {
        return order().isPresent();
    }
}
