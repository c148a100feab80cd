package org.seckill.tools.chart;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
    private Figures() {}

    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Three digits or more, and none after the point that nobody could repeat. */
    public static String text(double value) {
        String form = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }

    /** A bound as it was written down: without zeros at the end. */
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
