package org.seckill.reservation;

import java.util.List;

/** A sale's keys in Redis. They share a hash tag, so that a sale is in one slot of a Cluster. */
public record SaleKeys(String epoch, String stock, String buyers, String orders, String poison) {
    public static SaleKeys of(long sale) {
        String tag = "seckill:{" + sale + "}:";
        return new SaleKeys(tag + "epoch", tag + "stock", tag + "buyers", tag + "orders", tag + "poison");
    }

    /** The key of the imbalance that was last logged. */
    String imbalance() {
        return epoch.replaceFirst("epoch$", "books");
    }

    /** The keys in the order of the scripts; a script that needs fewer takes the first ones. */
    public List<String> all() {
        return List.of(epoch, stock, buyers, orders, poison);
    }
}
