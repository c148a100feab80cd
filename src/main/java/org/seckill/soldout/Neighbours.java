package org.seckill.soldout;

import org.seckill.sale.Seckill;

/** The other nodes, to be told what changes on this one's board. Called by threads that serve orders: never waits. */
interface Neighbours {
    /** There are none, or none that hear. */
    Neighbours NONE = new Neighbours() {
        @Override
        public void soldOut(long sale) {}

        @Override
        public void restocked(Seckill copy) {}
    };

    /** The database told this node so. */
    void soldOut(long sale);

    /** This copy of a sale made its mark worth nothing. */
    void restocked(Seckill copy);
}
