package org.seckill.shoppers;

import java.time.Duration;
import java.time.Instant;
import org.seckill.testing.Database;
import org.seckill.testing.Sales;

/** One sale of a trial. */
public record OnSale(long id, int stock, Instant opens) {
    private static final Duration OPEN = Duration.ofHours(1);

    public static OnSale create(Database database, int stock, Duration until) {
        Instant opens = Instant.now().plus(until);
        long id = new Sales(database).create("sale of a trial", stock, until, until.plus(OPEN));
        return new OnSale(id, stock, opens);
    }
}
