package org.seckill.reservation;

import java.util.List;

/** A sale's keys. The sale is their hash tag, so that one sale lives on one slot of a Cluster. */
public record SaleKeys(String epoch, String stock, String buyers, String orders, String poison) {
    public static SaleKeys of(long sale) {
        String tag = "seckill:{" + sale + "}:";
        return new SaleKeys(tag + "epoch", tag + "stock", tag + "buyers", tag + "orders", tag + "poison");
    }

    /** By how many units the sale's books were last found not to balance. */
    String books() {
        return epoch.replaceFirst("epoch$", "books");
    }

    /** As the scripts take them: those that need less take the first of these. */
    public List<String> all() {
        return List.of(epoch, stock, buyers, orders, poison);
    }
}
