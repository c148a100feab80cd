package org.seckill.purchase;

/** Nobody knows whether the order was recorded: the connection died, and asking again did not help in time. */
final class PurchaseUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    PurchaseUnknown(long sale, Ticket ticket, Throwable cause) {
        super("outcome unknown sale=%d ticket=%s".formatted(sale, ticket), cause);
    }
}
