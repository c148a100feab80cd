package org.seckill.soldout;

import org.jspecify.annotations.Nullable;

/**
 * What this node knows of one sale; one of the two at least.
 *
 * @param own what its own database answered to it
 * @param relayed what stands in ZooKeeper, be it written by this node or another: worth something only while ZooKeeper
 *     is there to say that it was taken back
 */
record SaleMarks(@Nullable Mark own, @Nullable Mark relayed) {
    static SaleMarks withOwn(@Nullable SaleMarks before, Mark mark) {
        if (before == null) {
            return new SaleMarks(mark, null);
        }
        return new SaleMarks(before.own == null ? mark : before.own.orNewer(mark), before.relayed);
    }

    static SaleMarks withRelayed(@Nullable SaleMarks before, Mark mark) {
        return new SaleMarks(before == null ? null : before.own, mark);
    }

    /** @return null when nothing is left */
    @Nullable
    SaleMarks withoutRelayed() {
        return own == null ? null : new SaleMarks(own, null);
    }

    /**
     * The relayed mark was taken back: an own one that is no newer goes with it, for this node's copy of the sale may not
     * show the restock yet.
     *
     * @return null when nothing is left
     */
    @Nullable
    SaleMarks afterWithdrawal() {
        boolean keeps = own != null && (relayed == null || own.isNewerThan(relayed));
        return keeps ? withoutRelayed() : null;
    }

    /** When this one does not count, neither does the other. */
    Mark newest() {
        if (own != null && (relayed == null || own.isNewerThan(relayed))) {
            return own;
        }
        if (relayed == null) {
            throw new IllegalStateException("nothing is known");
        }
        return relayed;
    }
}
