package org.seckill.reservation;

import java.util.Optional;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Ticket;

/**
 * One entry of a sale's stream, unchecked: Redis may hold any text.
 *
 * @param phone empty if the entry has none
 * @param ticket empty if the entry has none
 */
public record OrderEntry(String id, String phone, String ticket) {
    /** @return empty if phone or ticket is not valid */
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
