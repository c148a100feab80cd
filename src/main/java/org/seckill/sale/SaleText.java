package org.seckill.sale;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a sale in one language.
 *
 * @param title one line about the goods, may be empty
 */
public record SaleText(String name, String title) {
    /** The shop's second language, as an ISO 639-1 code. */
    public static final String CHINESE = "zh";

    /** Returns the texts of a sale by language; empty if it has no name in Chinese. */
    public static Map<String, SaleText> inChinese(@Nullable String name, @Nullable String title) {
        return name == null ? Map.of() : Map.of(CHINESE, new SaleText(name, title == null ? "" : title));
    }
}
