package org.seckill.tools.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.seckill.testkit.engine.RedisNode;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.commands.JedisCommands;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * What Redis holds of one sale, read past all code under test.
 *
 * @param stock units that may be reserved yet; empty when there is none to be read
 * @param entries orders in the stream
 * @param pending orders that a node was given and has not settled
 * @param waiting buyers of whom it says that they wait
 * @param poison orders that were set aside
 */
public record RedisState(long sale, String stock, long entries, long pending, long waiting, long poison) {
    /** Of the nodes, which read the stream together. */
    private static final String GROUP = "desk";

    /** At once, so that Redis is not held up. */
    private static final int BUYERS = 1000;

    /** @param redis that has the sale's keys */
    public static RedisState read(RedisNode redis, long sale) {
        return redis.ask(jedis -> read(jedis, sale));
    }

    /** @param redis one, or a Cluster */
    public static RedisState read(UnifiedJedis redis, long sale) {
        return read((JedisCommands) redis, sale);
    }

    /** @return what is on its way between Redis and the database, nothing when all has arrived */
    public List<String> strandedBeside(RecordedPurchases held) {
        List<String> stranded = new ArrayList<>();
        if (!stock.equals(Long.toString(held.left()))) {
            stranded.add(
                    String.format(Locale.ROOT, "Redis has '%s' units left and the database %d", stock, held.left()));
        }
        tell(stranded, entries, "orders in the stream");
        tell(stranded, pending, "orders with a node");
        tell(stranded, waiting, "buyers who wait");
        tell(stranded, poison, "orders set aside");
        return stranded;
    }

    /** Redis knows nothing of the sale: it was not sold through it, or all was lost. */
    public boolean isEmpty() {
        return stock.isEmpty() && entries + pending + waiting + poison == 0;
    }

    private static void tell(List<String> stranded, long count, String what) {
        if (count > 0) {
            stranded.add(count + " " + what);
        }
    }

    private static RedisState read(JedisCommands jedis, long sale) {
        String tag = "seckill:{" + sale + "}:";
        String stock = jedis.get(tag + "stock");
        return new RedisState(
                sale,
                stock == null ? "" : stock,
                jedis.xlen(tag + "orders"),
                pending(jedis, tag + "orders"),
                waiting(jedis, tag + "buyers"),
                jedis.xlen(tag + "poison"));
    }

    private static long pending(JedisCommands jedis, String orders) {
        try {
            return jedis.xpending(orders, GROUP).getTotal();
        } catch (JedisDataException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("NOGROUP")) {
                // No node has read from it yet.
                return 0;
            }
            throw e;
        }
    }

    private static long waiting(JedisCommands jedis, String buyers) {
        ScanParams some = new ScanParams().count(BUYERS);
        String from = ScanParams.SCAN_POINTER_START;
        long waiting = 0;
        do {
            ScanResult<Map.Entry<String, String>> page = jedis.hscan(buyers, from, some);
            waiting += page.getResult().stream()
                    .filter(known -> known.getValue().startsWith("W"))
                    .count();
            from = page.getCursor();
        } while (!from.equals(ScanParams.SCAN_POINTER_START));
        return waiting;
    }
}
