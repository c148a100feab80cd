package org.seckill.reconcile;

import java.util.Locale;

/** How Redis and the database may differ. */
public enum Drift {
    /** More units, or fewer, may be reserved than the database has beyond those that wait. */
    STOCK,
    /** There is no stock any more, though it was loaded. */
    LOST,
    /** An entry waits in the stream, and nobody remembers its buyer. */
    UNANNOUNCED,
    /** A buyer holds a purchase, and Redis says otherwise. */
    UNKNOWN_HOLDER,
    /** The database has an older epoch of the sale than Redis: it may be an older backup. */
    EPOCH,
    /** Redis says that a buyer holds a purchase, and there is none. A node never repairs that. */
    NO_PURCHASE,
    /** A buyer waits, and there is no entry in the stream. */
    STRANDED,
    /** Stock and purchases do not make up what was offered. Nothing here can repair that. */
    BOOKS;

    /** As metrics and log lines have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
