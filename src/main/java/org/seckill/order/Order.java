package org.seckill.order;

import org.seckill.buyer.Phone;

/** One press of the button. */
public record Order(Phone buyer, Ticket ticket) {
    /** @return a new press, with a ticket of its own */
    public static Order by(Phone buyer) {
        return new Order(buyer, Ticket.draw());
    }
}
