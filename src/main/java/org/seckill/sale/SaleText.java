package org.seckill.sale;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sale is called in one language.
 *
 * @param title one line about the goods, may be empty
 */
public record SaleText(String name, String title) {
    /** The other language of the shop: ISO 639-1. */
    public static final String CHINESE = "zh";

    /** @return the texts of a sale by language: none when it has no name in Chinese */
    public static Map<String, SaleText> inChinese(@Nullable String name, @Nullable String title) {
        return name == null ? Map.of() : Map.of(CHINESE, new SaleText(name, title == null ? "" : title));
    }
}
