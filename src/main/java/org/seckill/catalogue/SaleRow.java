package org.seckill.catalogue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Goods;
import org.seckill.sale.Money;
import org.seckill.sale.Sale;
import org.seckill.sale.SaleText;
import org.seckill.sale.Window;

/**
 * A row of the table {@code seckill}. Operators edit rows by hand, so every value is read as an object: a wrong type or
 * range then fails here, where it affects one sale, and not in the driver, where it would fail the whole list.
 *
 * @param startMillis in milliseconds since the Unix epoch, as are the other two times; 0 or null for a time that
 *     {@code TIMESTAMP} cannot hold
 */
public record SaleRow(
        Object id,
        @Nullable Object name,
        @Nullable Object title,
        @Nullable Object picture,
        @Nullable Object price,
        @Nullable Object listPrice,
        @Nullable Object currency,
        @Nullable Object stock,
        @Nullable Object offered,
        @Nullable Object startMillis,
        @Nullable Object endMillis,
        @Nullable Object epoch,
        @Nullable Object readAtMillis,
        @Nullable Object nameInChinese,
        @Nullable Object titleInChinese) {

    /** @throws UnreadableSale when a value is invalid */
    public Sale sale() {
        try {
            String code = text("currency", currency);
            Money listPriceMoney = listPrice == null ? null : new Money(whole("list_price", listPrice), code);
            Money priceMoney = new Money(whole("price", price), code);
            return new Sale(
                    whole("seckill_id", id),
                    text("name", name),
                    new Goods(text("title", title), text("picture", picture), priceMoney, listPriceMoney),
                    small("number", stock),
                    small("offered", offered),
                    new Window(time("start_time", startMillis), time("end_time", endMillis)),
                    small("epoch", epoch),
                    time("the time of reading", readAtMillis),
                    texts());
        } catch (IllegalArgumentException e) {
            throw new UnreadableSale(id, e);
        }
    }

    private Map<String, SaleText> texts() {
        return nameInChinese == null
                ? Map.of()
                : SaleText.inChinese(text("sale_text.name", nameInChinese), text("sale_text.title", titleInChinese));
    }

    private static String text(String column, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("%s is not a text".formatted(column));
    }

    private static Instant time(String column, @Nullable Object value) {
        long millis = value == null ? 0 : whole(column, value);
        if (millis <= 0) {
            throw new IllegalArgumentException(
                    "%s is not a time from 1970 to 2038-01-19 03:14:07 UTC".formatted(column));
        }
        return Instant.ofEpochMilli(millis);
    }

    private static int small(String column, @Nullable Object value) {
        long number = whole(column, value);
        if (number != (int) number) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s is %d, the largest allowed is %d", column, number, Integer.MAX_VALUE));
        }
        return (int) number;
    }

    private static long whole(String column, @Nullable Object value) {
        if (value instanceof Number number) {
            try {
                return new BigDecimal(number.toString()).longValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "%s is %s, not a whole number of 64 bits".formatted(column, value), e);
            }
        }
        throw new IllegalArgumentException("%s is not a number".formatted(column));
    }
}
