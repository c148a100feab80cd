package org.seckill.soldout;

import org.jspecify.annotations.Nullable;

/**
 * The marks of one sale on this node's board. At least one is present. Immutable.
 *
 * @param own from the database's answer to this node
 * @param relayed the mark in ZooKeeper, written by any node. It is valid only while this node is connected to
 *     ZooKeeper, which reports its withdrawal
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

    /** @return null if no mark is left */
    @Nullable
    SaleMarks withoutRelayed() {
        return own == null ? null : new SaleMarks(own, null);
    }

    /**
     * Removes the relayed mark after its withdrawal, and the own mark unless it is newer: this node's copy of the sale
     * may not show the restock yet.
     *
     * @return null if no mark is left
     */
    @Nullable
    SaleMarks afterWithdrawal() {
        boolean keeps = own != null && (relayed == null || own.isNewerThan(relayed));
        return keeps ? withoutRelayed() : null;
    }

    /** @return the newer mark; if it is void, so is the other one */
    Mark newest() {
        if (own != null && (relayed == null || own.isNewerThan(relayed))) {
            return own;
        }
        if (relayed == null) {
            throw new IllegalStateException("neither an own nor a relayed mark");
        }
        return relayed;
    }
}
