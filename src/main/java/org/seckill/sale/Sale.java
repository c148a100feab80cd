package org.seckill.sale;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A copy of one sale, read from MySQL at {@code readAt}. The stock may have changed since then; only the database decides.
 *
 * @param id at least 1
 * @param stock units left, never negative
 * @param offered all units ever offered, including the sold ones; at least the stock
 * @param epoch increased by each restock
 * @param name in the shop's default language, as is the title of the goods
 * @param readAt by the database's clock
 * @param texts in the other languages, by ISO 639-1 code
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
                    String.format(Locale.ROOT, "invalid sale %d: stock %d, epoch %d", id, stock, epoch));
        }
        // An operator may have increased the stock by a plain UPDATE: those units count as offered.
        offered = Math.max(offered, stock);
        texts = Map.copyOf(texts);
    }

    /** Creates a sale with texts in the default language only. */
    public Sale(long id, String name, Goods goods, int stock, int offered, Window window, int epoch, Instant readAt) {
        this(id, name, goods, stock, offered, window, epoch, readAt, Map.of());
    }

    /** Returns the name in this language, or in the default one if there is none. */
    public String name(Locale language) {
        SaleText text = texts.get(language.getLanguage());
        return text == null ? name : text.name();
    }

    /** Returns the title in this language, or in the default one if there is none. */
    public String title(Locale language) {
        SaleText text = texts.get(language.getLanguage());
        return text == null || text.title().isEmpty() ? goods.title() : text.title();
    }

    public Phase phase(Instant now) {
        return window.phase(now);
    }

    /** Returns the stock in percent of the units offered, rounded down, at least 1 unless the stock is 0. */
    public int percentLeft() {
        return stock == 0 ? 0 : Math.max(1, (int) (100L * stock / offered));
    }

    /** Returns a copy without the time of reading: equal for two copies that a page shows in the same way. */
    public Sale asShown() {
        return new Sale(id, name, goods, stock, offered, window, epoch, Instant.EPOCH, texts);
    }
}
