package org.seckill.sale;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * One sale, as MySQL told it at {@code readAt}. A copy: the stock may have gone since then, and only the
 * database decides.
 *
 * @param id at least 1
 * @param stock units left, never negative
 * @param offered all units ever offered, the sold ones too; at least the stock
 * @param epoch raised by each restock
 * @param name in the shop's default language, like the title of the goods
 * @param readAt by the database's clock
 * @param texts in the other languages, by their codes of ISO 639-1
 */
public record Sale(
        long id,
        String name,
        Goods goods,
        int stock,
        int offered,
        Window window,
        int epoch,
        Instant readAt,
        Map<String, SaleText> texts) {
    public Sale {
        if (id < 1 || stock < 0 || epoch < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "sale %d with stock %d in epoch %d", id, stock, epoch));
        }
        // An operator may have raised the stock by a plain UPDATE: those units are offered too.
        offered = Math.max(offered, stock);
        texts = Map.copyOf(texts);
    }

    /** Without texts in other languages than the default one. */
    public Sale(long id, String name, Goods goods, int stock, int offered, Window window, int epoch, Instant readAt) {
        this(id, name, goods, stock, offered, window, epoch, readAt, Map.of());
    }

    /** In this language, or else in the default one. */
    public String name(Locale language) {
        SaleText text = texts.get(language.getLanguage());
        return text == null ? name : text.name();
    }

    /** In this language, or else in the default one. */
    public String title(Locale language) {
        SaleText text = texts.get(language.getLanguage());
        return text == null || text.title().isEmpty() ? goods.title() : text.title();
    }

    public Phase phase(Instant now) {
        return window.phase(now);
    }

    /** @return 0 to 100, rounded down, but 0 only when nothing is left */
    public int percentLeft() {
        return stock == 0 ? 0 : Math.max(1, (int) (100L * stock / offered));
    }

    /** What a reader sees of it: the same in all copies between which nothing was changed or sold. */
    public Sale asShown() {
        return new Sale(id, name, goods, stock, offered, window, epoch, Instant.EPOCH, texts);
    }
}
