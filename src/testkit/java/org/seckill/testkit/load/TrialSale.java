package org.seckill.testkit.load;

import java.time.Duration;
import java.time.Instant;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestSales;

/** One sale of a trial. */
public record TrialSale(long id, int stock, Instant opens) {
    private static final Duration OPEN = Duration.ofHours(1);

    public static TrialSale create(Database database, int stock, Duration until) {
        Instant opens = Instant.now().plus(until);
        long id = new TestSales(database).create("sale of a trial", stock, until, until.plus(OPEN));
        return new TrialSale(id, stock, opens);
    }
}
