package org.seckill.reconcile;

import java.util.Locale;

/** The kinds of difference between Redis and the database. */
public enum Drift {
    /** The stock in Redis is not the stock in the database minus the reserved units. */
    STOCK,
    /** The stock was loaded, and Redis has lost it. */
    LOST,
    /** An entry is in the stream, and Redis does not know its buyer. */
    UNANNOUNCED,
    /** A buyer holds a purchase, and Redis does not know it. */
    UNKNOWN_HOLDER,
    /** The sale has an older epoch in the database than in Redis: the database may be an older backup. */
    EPOCH,
    /** Redis remembers a buyer as a holder, and the database has no purchase. A node never repairs this. */
    NO_PURCHASE,
    /** Redis remembers a buyer as waiting, and the stream has no entry of the buyer. */
    STRANDED,
    /** In the database, stock plus purchases is not what was offered. Cannot be repaired here. */
    LEDGER;

    /** The kind in metrics and log lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
