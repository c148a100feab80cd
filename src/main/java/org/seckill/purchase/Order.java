package org.seckill.purchase;

import org.seckill.buyer.Phone;

/** One press of the button. */
record Order(Phone buyer, Ticket ticket) {
    /** @return a new press, with a ticket of its own */
    static Order by(Phone buyer) {
        return new Order(buyer, Ticket.draw());
    }
}
