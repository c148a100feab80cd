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
import org.springframework.stereotype.Component;

/** The sales' stocks, looked at and corrected. Safe for use by any number of threads. */
@Component
public final class RedisStocks {
    /** Entries that one call looks at: Redis serves nobody else meanwhile. */
    private static final int PAGE = 1000;

    /** Entries that a snapshot looks at, at most: more than several nodes have in hand, and the sale's row is locked. */
    private static final int MOST = 10 * PAGE;

    private static final String BEGINNING = "-";
    private static final String END = "+";

    /** What Redis counts with; the scripts know the same. */
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,15}");

    private static final RedisScript SNAPSHOT = RedisScript.load(RedisStocks.class, "snapshot.lua");
    private static final RedisScript CORRECT = RedisScript.load(RedisStocks.class, "correct.lua");

    /** How far the clocks of Redis, the database and the nodes may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    private final RedisCalls calls;
    private final Duration claim;

    RedisStocks(RedisCalls calls, QueueLimits limits) {
        this.calls = calls;
        this.claim = limits.claim();
    }

    /** One moment of a sale; nothing is changed. */
    public StockSnapshot snapshot(long sale) {
        return snapshot(sale, List.of("", ""));
    }

    /**
     * @param version of the stock from now on when it has none, never used before: a snapshot can be corrected once
     * @param keptUntil for all that there is of the sale
     */
    public StockSnapshot snapshot(long sale, String version, Instant keptUntil) {
        return snapshot(sale, List.of(version, Long.toString(keptUntil.getEpochSecond())));
    }

    // The entries that nodes were given and, if they are fewer than a page, some that wait behind them. Whatever is
    // settled while the pages are turned is missing in the later ones, and so the snapshot says that it has not seen
    // all.
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
     * Corrects what a snapshot showed to be wrong.
     *
     * @param next the stock's next version, never used before
     * @param units to add; to take when negative
     * @param anew whether those who bought before may not be known
     * @param unknown entries whose buyers nobody remembers: each of them takes a unit more, and its buyer is remembered
     * @return false when another correction came between, and nothing was done
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
     * From now on, and for as long as a node may have an order in its hands of which Redis knows nothing any more, nobody
     * is refused: that order may be theirs.
     */
    public void doubt(long sale, Instant now) {
        String until = Long.toString(now.plus(claim).plus(SKEW).toEpochMilli());
        calls.told(redis -> redis.hset(SaleKeys.of(sale).epoch(), "doubt", until));
    }

    /** @return units that may be reserved yet; empty when they are not loaded */
    public OptionalLong reservable(long sale) {
        String stock = calls.told(redis -> redis.get(SaleKeys.of(sale).stock()));
        return stock == null || !WHOLE.matcher(stock).matches()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(stock));
    }

    /**
     * Whether nothing can be reserved, and whoever is unknown surely has no order under way.
     *
     * @param epoch of the sale as the caller knows it
     */
    public boolean isSoldOut(long sale, int epoch, Instant now) {
        OptionalLong left = reservable(sale);
        return left.isPresent() && left.getAsLong() <= 0 && isLoaded(loaded(sale), epoch, now);
    }

    /**
     * Whether all who hold a purchase are known here: the stock is loaded, and nothing was lost since those who bought
     * before were looked up.
     *
     * @param epoch of the sale as the caller knows it
     */
    public boolean knowsAllHolders(long sale, int epoch, Instant now) {
        List<String> loaded = loaded(sale);
        return reservable(sale).isPresent() && isLoaded(loaded, epoch, now) && loaded.get(2) == null;
    }

    private List<String> loaded(long sale) {
        return calls.told(redis -> redis.hmget(SaleKeys.of(sale).epoch(), "epoch", "doubt", "buyers"));
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
