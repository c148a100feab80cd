package org.seckill.soldout;

import org.seckill.sale.Sale;

/** Sends changes of this node's board to the other nodes. Threads that serve orders call it: it never blocks. */
interface BoardRelay {
    /** Sends nothing: the relay is off. */
    BoardRelay NONE = new BoardRelay() {
        @Override
        public void soldOut(long sale) {}

        @Override
        public void restocked(Sale copy) {}
    };

    /** The database answered that the sale is sold out. */
    void soldOut(long sale);

    /** This copy of the sale shows that its mark is void. */
    void restocked(Sale copy);
}
