package org.seckill.sale;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is sold, and for how much.
 *
 * @param title one line about it, may be empty
 * @param picture a file below {@code web-static/}, as a relative path
 * @param listPrice what it costs elsewhere, to be struck out: above the price and in its currency
 */
public record Goods(
        String title, String picture, Money price, @Nullable Money listPrice) {
    // No segment begins with a dot: the path leads nowhere else, and to nothing hidden.
    private static final Pattern PATH = Pattern.compile("(?!\\.)[A-Za-z0-9._-]+(/(?!\\.)[A-Za-z0-9._-]+)*");

    public Goods {
        if (!PATH.matcher(picture).matches()) {
            throw new IllegalArgumentException("not a picture's path: '%s'".formatted(picture));
        }
        if (listPrice != null && !isAbove(listPrice, price)) {
            throw new IllegalArgumentException(
                    "a list price is above the price, not %s to %s".formatted(listPrice.amount(), price.amount()));
        }
    }

    private static boolean isAbove(Money listPrice, Money price) {
        return listPrice.currency().equals(price.currency()) && listPrice.minor() > price.minor();
    }
}
