package org.seckill.order;

import org.seckill.buyer.Phone;

/** A buyer's request for one unit of a sale; each press of the button is one order. */
public record Order(Phone buyer, Ticket ticket) {
    /** Creates an order with a new ticket. */
    public static Order by(Phone buyer) {
        return new Order(buyer, Ticket.draw());
    }
}
