package org.seckill.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.seckill.redis.RedisCalls;
import org.seckill.redis.RedisScript;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.springframework.stereotype.Component;

/** Reads and corrects the sales' stocks in Redis. Thread-safe. */
@Component
public final class RedisStocks {
    /** The most entries that one call reads: Redis serves no other client meanwhile. */
    private static final int PAGE = 1000;

    /** The most entries that a snapshot reads, as the sale's row is locked meanwhile. More than several nodes have pending. */
    private static final int MOST = 10 * PAGE;

    private static final String BEGINNING = "-";
    private static final String END = "+";

    /** A number that Redis can count with; the scripts use the same pattern. */
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,15}");

    private static final RedisScript SNAPSHOT = RedisScript.load(RedisStocks.class, "snapshot.lua");
    private static final RedisScript CORRECT = RedisScript.load(RedisStocks.class, "correct.lua");

    /** The largest difference between the clocks of Redis, the database and the nodes. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    private final RedisCalls calls;
    private final Duration claim;

    RedisStocks(RedisCalls calls, QueueLimits limits) {
        this.calls = calls;
        this.claim = limits.claim();
    }

    /** Takes a snapshot of a sale. Changes nothing. */
    public StockSnapshot snapshot(long sale) {
        return snapshot(sale, List.of("", ""));
    }

    /**
     * Takes a snapshot of a sale, so that it can be corrected.
     *
     * @param version set if the stock has none; never used before, so that one snapshot is corrected at most once
     * @param keptUntil when the sale's keys expire
     */
    public StockSnapshot snapshot(long sale, String version, Instant keptUntil) {
        return snapshot(sale, List.of(version, Long.toString(keptUntil.getEpochSecond())));
    }

    // Reads the entries that were delivered to nodes and, if they fill less than a page, some undelivered ones. An
    // entry
    // that is settled between two pages is missing in the later one; the snapshot then counts it as unexamined.
    private StockSnapshot snapshot(long sale, List<String> changes) {
        List<String> first = page(sale, BEGINNING, END, changes);
        List<StockSnapshot.Seen> page = entries(first);
        List<StockSnapshot.Seen> examined = new ArrayList<>(page);
        while (page.size() == PAGE && examined.size() < MOST) {
            String last = page.get(PAGE - 1).entry().id();
            page = entries(page(sale, "(" + last, first.get(4), List.of("", "")));
            examined.addAll(page);
        }
        boolean isThere = !first.get(2).isEmpty();
        long stock = isThere ? Long.parseLong(first.get(2)) : 0;
        int epoch = Integer.parseInt(first.get(1));
        return new StockSnapshot(first.get(0), epoch, stock, isThere, Long.parseLong(first.get(3)), examined);
    }

    private List<String> page(long sale, String from, String to, List<String> changes) {
        List<String> arguments = new ArrayList<>(List.of(RedisStream.GROUP, from, to, Integer.toString(PAGE)));
        arguments.addAll(changes);
        return RedisCalls.strings(calls.script(SNAPSHOT, SaleKeys.of(sale).all(), arguments));
    }

    private static List<StockSnapshot.Seen> entries(List<String> page) {
        List<StockSnapshot.Seen> entries = new ArrayList<>();
        for (int i = 5; i < page.size(); i += 4) {
            OrderEntry entry = new OrderEntry(page.get(i), page.get(i + 1), page.get(i + 2));
            entries.add(new StockSnapshot.Seen(entry, page.get(i + 3)));
        }
        return entries;
    }

    /**
     * Corrects the stock by the differences that a snapshot showed.
     *
     * @param next the stock's next version, never used before
     * @param units to add; negative to subtract
     * @param anew whether holders of earlier purchases may be missing in Redis
     * @param unknown entries whose buyers Redis does not know: each takes one more unit, and its buyer is stored as waiting
     * @return false if another correction was made since the snapshot: nothing was changed
     */
    public boolean correct(
            long sale,
            StockSnapshot seen,
            String next,
            int epoch,
            long units,
            Instant keptUntil,
            boolean anew,
            List<OrderEntry> unknown) {
        List<String> arguments = new ArrayList<>(List.of(
                seen.version(),
                next,
                Integer.toString(epoch),
                Long.toString(units),
                Long.toString(keptUntil.getEpochSecond()),
                RedisStream.GROUP,
                anew ? "1" : "0"));
        unknown.forEach(entry -> arguments.addAll(List.of(entry.id(), entry.phone(), entry.ticket())));
        return calls.count(CORRECT, SaleKeys.of(sale).all(), arguments) == 1;
    }

    /**
     * Sets the sale in doubt for the claim time: no buyer is refused meanwhile, because a node may still record an order of
     * that buyer which Redis has lost.
     */
    public void doubt(long sale, Instant now) {
        String until = Long.toString(now.plus(claim).plus(SKEW).toEpochMilli());
        calls.call(redis -> redis.hset(SaleKeys.of(sale).epoch(), "doubt", until));
    }

    /** @return units that can still be reserved; empty if the stock is not loaded */
    public OptionalLong reservable(long sale) {
        String stock = calls.call(redis -> redis.get(SaleKeys.of(sale).stock()));
        return stock == null || !WHOLE.matcher(stock).matches()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(stock));
    }

    /**
     * Whether no unit is left and the sale is not in doubt: a buyer without a state has no pending order.
     *
     * @param epoch of the sale as the caller knows it
     */
    public boolean isSoldOut(long sale, int epoch, Instant now) {
        OptionalLong left = reservable(sale);
        return left.isPresent() && left.getAsLong() <= 0 && isLoaded(loaded(sale), epoch, now);
    }

    /**
     * Whether Redis knows all holders of purchases: the stock is loaded, the sale is not in doubt, and the holders of earlier
     * purchases have been read from the database.
     *
     * @param epoch of the sale as the caller knows it
     */
    public boolean knowsAllHolders(long sale, int epoch, Instant now) {
        List<String> loaded = loaded(sale);
        return reservable(sale).isPresent() && isLoaded(loaded, epoch, now) && loaded.get(2) == null;
    }

    private List<String> loaded(long sale) {
        return calls.call(redis -> redis.hmget(SaleKeys.of(sale).epoch(), "epoch", "doubt", "buyers"));
    }

    private static boolean isLoaded(List<String> loaded, int epoch, Instant now) {
        return isWhole(loaded.get(0))
                && Long.parseLong(loaded.get(0)) >= epoch
                && !(isWhole(loaded.get(1)) && now.toEpochMilli() <= Long.parseLong(loaded.get(1)));
    }

    private static boolean isWhole(@Nullable String word) {
        return word != null && WHOLE.matcher(word).matches();
    }
}
