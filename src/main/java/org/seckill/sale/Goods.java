package org.seckill.sale;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The product of a sale and its price.
 *
 * @param title one line about the product, may be empty
 * @param picture the path of a file, relative to {@code web-static/}
 * @param listPrice the regular price, shown struck out; above the price and in the same currency
 */
public record Goods(
        String title, String picture, Money price, @Nullable Money listPrice) {
    // No segment starts with a dot: the path stays below its root and names no hidden file.
    private static final Pattern PATH = Pattern.compile("(?!\\.)[A-Za-z0-9._-]+(/(?!\\.)[A-Za-z0-9._-]+)*");

    public Goods {
        if (!PATH.matcher(picture).matches()) {
            throw new IllegalArgumentException("not a path of a picture: '%s'".formatted(picture));
        }
        if (listPrice != null && !isAbove(listPrice, price)) {
            throw new IllegalArgumentException("the list price has to be above the price: list price %s, price %s"
                    .formatted(listPrice.amount(), price.amount()));
        }
    }

    private static boolean isAbove(Money listPrice, Money price) {
        return listPrice.currency().equals(price.currency()) && listPrice.minor() > price.minor();
    }
}
