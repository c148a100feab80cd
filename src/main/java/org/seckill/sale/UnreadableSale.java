package org.seckill.sale;

/** What the database says of a sale makes none, such as a currency that does not exist. An operator must mend it. */
final class UnreadableSale extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableSale(long sale, IllegalArgumentException cause) {
        super("sale %d as it stands in the database: %s".formatted(sale, cause.getMessage()), cause);
    }
}
