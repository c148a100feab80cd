package org.seckill.catalogue;

/** A row of the database that makes no sale, such as one in a currency that does not exist. An operator must mend it. */
final class UnreadableSale extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableSale(Object sale, IllegalArgumentException cause) {
        super("sale %s as it stands in the database: %s".formatted(sale, cause.getMessage()), cause);
    }
}
