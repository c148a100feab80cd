package org.seckill.soldout;

import org.seckill.sale.Sale;

/** The other nodes, to be told what changes on this one's board. Called by threads that serve orders: never waits. */
interface BoardRelay {
    /** There are none, or none that hear. */
    BoardRelay NONE = new BoardRelay() {
        @Override
        public void soldOut(long sale) {}

        @Override
        public void restocked(Sale copy) {}
    };

    /** The database told this node so. */
    void soldOut(long sale);

    /** This copy of a sale made its mark worth nothing. */
    void restocked(Sale copy);
}
