package org.seckill.catalogue;

/** A row of the database is not a valid sale, such as one with an unknown currency. An operator must correct it. */
final class UnreadableSale extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableSale(Object sale, IllegalArgumentException cause) {
        super("invalid row of sale %s in the database: %s".formatted(sale, cause.getMessage()), cause);
    }
}
