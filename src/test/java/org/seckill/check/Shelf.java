package org.seckill.check;

import java.util.ArrayList;
import java.util.List;
import org.seckill.testing.RedisCluster;
import redis.clients.jedis.Jedis;

/**
 * What Redis holds of one sale, read past all code under test.
 *
 * @param stock units that may be reserved yet; empty when there is none to be read
 * @param entries orders in the stream
 * @param pending orders that a node was given and has not settled
 * @param waiting buyers of whom it says that they wait
 * @param poison orders that were set aside
 */
public record Shelf(long sale, String stock, long entries, long pending, long waiting, long poison) {
    public static Shelf read(RedisCluster redis, long sale) {
        return redis.masterOf(sale).ask(jedis -> read(jedis, sale));
    }

    /** @return what is on its way between Redis and the database, nothing when all has arrived */
    public List<String> strandedBeside(Holdings held) {
        List<String> stranded = new ArrayList<>();
        if (!stock.equals(Long.toString(held.left()))) {
            stranded.add("Redis has '%s' units left and the database %d".formatted(stock, held.left()));
        }
        tell(stranded, entries, "orders in the stream");
        tell(stranded, pending, "orders with a node");
        tell(stranded, waiting, "buyers who wait");
        tell(stranded, poison, "orders set aside");
        return stranded;
    }

    private static void tell(List<String> stranded, long count, String what) {
        if (count > 0) {
            stranded.add(count + " " + what);
        }
    }

    private static Shelf read(Jedis jedis, long sale) {
        String tag = "seckill:{" + sale + "}:";
        String stock = jedis.get(tag + "stock");
        boolean isLoaded = jedis.exists(tag + "orders");
        return new Shelf(
                sale,
                stock == null ? "" : stock,
                jedis.xlen(tag + "orders"),
                isLoaded ? jedis.xpending(tag + "orders", "desk").getTotal() : 0,
                jedis.hvals(tag + "buyers").stream()
                        .filter(known -> known.startsWith("W"))
                        .count(),
                jedis.xlen(tag + "poison"));
    }
}
