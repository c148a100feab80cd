package org.seckill.queue;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.seckill.desk.TimedOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The sales' stocks, buyers and streams of orders. What changes a sale is one script each, so that nothing is ever half
 * done. Safe for use by any number of threads. Every method throws {@link RedisAway} when surely nothing was done, and
 * {@link RedisLost} when nobody knows.
 */
@Component
final class RedisQueue {
    private static final Logger log = LoggerFactory.getLogger(RedisQueue.class);

    /** Of a scan of buyers. */
    static final String BEGINNING = ScanParams.SCAN_POINTER_START;

    private static final String GROUP = "desk";

    /** How long replicas are waited for; shorter than the connection's patience. */
    private static final Duration REPLICATION = Duration.ofMillis(300);

    /** Entries that a snapshot looks at, at least. */
    private static final int EXAMINED = 1000;

    private static final RedisScript CLOCK = RedisScript.load("clock.lua");
    private static final RedisScript RESERVE = RedisScript.load("reserve.lua");
    private static final RedisScript SETTLE = RedisScript.load("settle.lua");
    private static final RedisScript SNAPSHOT = RedisScript.load("snapshot.lua");
    private static final RedisScript CORRECT = RedisScript.load("correct.lua");
    private static final RedisScript AMEND = RedisScript.load("amend.lua");
    private static final RedisScript GAUGE = RedisScript.load("gauge.lua");
    private static final RedisScript CLAIM = RedisScript.load("claim.lua");

    /** What a server says that did not even begin with a command (redis.io, Error messages). */
    private static final Set<String> NOT_BEGUN = Set.of(
            "LOADING", "CLUSTERDOWN", "READONLY", "OOM", "MISCONF", "MASTERDOWN", "NOREPLICAS", "TRYAGAIN", "BUSY");

    private static final Pattern STOPPED = Pattern.compile("^ERR Error running script .* -(OOM|READONLY|MISCONF) ");

    private final UnifiedJedis redis;
    private final RedisScripts scripts;
    private final int replicas;

    /** @param epoch of the stock; -1 when it is not loaded, or older than the caller's, and nothing was done */
    record Reservations(Instant decidedAt, int epoch, List<String> words) {}

    /** What is remembered of one buyer, and what is right; empty for nothing. */
    record Amendment(String phone, String found, String right) {}

    /**
     * @param waiting entries in the stream
     * @param oldest how long ago the first of them was written
     * @param poison orders that were set aside
     */
    record Gauges(long waiting, Duration oldest, long poison) {}

    /** Some buyers and what is remembered of them, and where the next are. */
    record Page(Map<String, String> buyers, String next) {}

    RedisQueue(UnifiedJedis redis, QueueLimits limits) {
        this.redis = redis;
        this.replicas = limits.replicas();
        this.scripts = new RedisScripts(redis);
    }

    /** The clock of the server that has the sale. */
    Instant clock(long sale) {
        List<String> time = strings(script(CLOCK, List.of(SaleKeys.of(sale).epoch()), List.of()));
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), 1000 * Long.parseLong(time.get(1)));
    }

    /** @return a word for each order, as {@code reserve.lua} tells */
    Reservations reserve(long sale, int epoch, int places, boolean open, List<TimedOrder> orders) {
        List<String> arguments = new ArrayList<>(3 + 3 * orders.size());
        arguments.add(Integer.toString(epoch));
        arguments.add(Integer.toString(places));
        arguments.add(open ? "1" : "0");
        for (TimedOrder timed : orders) {
            arguments.add(timed.order().buyer().digits());
            arguments.add(timed.order().ticket().id());
            Instant latest = timed.latest();
            arguments.add(latest == null ? "inf" : Long.toString(latest.toEpochMilli()));
        }
        List<String> keys = SaleKeys.of(sale).all().subList(0, 4);
        Replicated told = told(() -> replicas > 0
                ? scripts.eval(RESERVE, keys, arguments, replicas, REPLICATION)
                : new Replicated(scripts.eval(RESERVE, keys, arguments), 0));
        List<?> answer = Objects.requireNonNull((List<?>) told.answer());
        List<String> words = strings(answer.subList(2, answer.size()));
        if (told.replicas() < replicas && words.stream().anyMatch(word -> word.startsWith("W"))) {
            // A failover may forget them: whoever asks again with the same tickets finds out.
            throw new RedisLost("%d of %d replicas have it".formatted(told.replicas(), replicas));
        }
        return new Reservations(Instant.ofEpochMilli((Long) answer.get(0)), ((Long) answer.get(1)).intValue(), words);
    }

    /**
     * @param node whoever holds the entries: only a holder's refusal counts
     * @return how many entries were there still
     */
    long settle(long sale, String node, List<Settlement> settled) {
        List<String> arguments = new ArrayList<>(2 + 5 * settled.size());
        arguments.add(GROUP);
        arguments.add(node);
        for (Settlement one : settled) {
            Entry entry = one.entry();
            arguments.addAll(List.of(entry.id(), entry.phone(), entry.ticket(), one.verdict(), one.word()));
        }
        return told(() -> (Long) scripts.eval(SETTLE, SaleKeys.of(sale).all(), arguments));
    }

    /** One moment of a sale; nothing is changed. */
    Snapshot snapshot(long sale) {
        return snapshot(sale, "");
    }

    /** @param version of the stock from now on when it has none, never used before: a snapshot can be corrected once */
    Snapshot snapshot(long sale, String version) {
        List<String> arguments = List.of(
                GROUP,
                Integer.toString(EXAMINED),
                version,
                Long.toString(Duration.ofDays(1).toSeconds()));
        List<String> found = strings(script(SNAPSHOT, SaleKeys.of(sale).all().subList(0, 4), arguments));
        List<Snapshot.Seen> examined = new ArrayList<>();
        for (int i = 4; i < found.size(); i += 4) {
            Entry entry = new Entry(found.get(i), found.get(i + 1), found.get(i + 2));
            examined.add(new Snapshot.Seen(entry, found.get(i + 3)));
        }
        boolean isThere = !found.get(2).isEmpty();
        long stock = isThere ? Long.parseLong(found.get(2)) : 0;
        int epoch = Integer.parseInt(found.get(1));
        return new Snapshot(found.get(0), epoch, stock, isThere, Long.parseLong(found.get(3)), examined);
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
    boolean correct(
            long sale,
            Snapshot seen,
            String next,
            int epoch,
            long units,
            Instant keptUntil,
            boolean anew,
            List<Entry> unknown) {
        List<String> arguments = new ArrayList<>(List.of(
                seen.version(),
                next,
                Integer.toString(epoch),
                Long.toString(units),
                Long.toString(keptUntil.getEpochSecond()),
                GROUP,
                anew ? "1" : "0"));
        unknown.forEach(entry -> arguments.addAll(List.of(entry.id(), entry.phone(), entry.ticket())));
        return told(() -> (Long) scripts.eval(CORRECT, SaleKeys.of(sale).all(), arguments)) == 1;
    }

    /** What is remembered of a buyer. */
    Optional<String> known(long sale, String phone) {
        return Optional.ofNullable(told(() -> redis.hget(SaleKeys.of(sale).buyers(), phone)));
    }

    /** What is remembered of each buyer; empty for nothing. */
    List<String> known(long sale, List<String> phones) {
        return told(() -> redis.hmget(SaleKeys.of(sale).buyers(), phones.toArray(String[]::new))).stream()
                .map(known -> known == null ? "" : known)
                .toList();
    }

    /** @param from {@link #BEGINNING}, and then where the last page ended, until that is the beginning again */
    Page buyers(long sale, String from, int atMost) {
        ScanResult<Map.Entry<String, String>> page =
                told(() -> redis.hscan(SaleKeys.of(sale).buyers(), from, new ScanParams().count(atMost)));
        Map<String, String> buyers = new HashMap<>();
        page.getResult().forEach(buyer -> buyers.put(buyer.getKey(), buyer.getValue()));
        return new Page(buyers, page.getCursor());
    }

    /**
     * @param repair whether to do more than count
     * @return how many were still as they were found
     */
    long amend(long sale, List<Amendment> amendments, boolean repair) {
        SaleKeys keys = SaleKeys.of(sale);
        List<String> arguments = new ArrayList<>(List.of(repair ? "1" : "0"));
        amendments.forEach(one -> arguments.addAll(List.of(one.phone(), one.found(), one.right())));
        return told(() -> (Long) scripts.eval(AMEND, List.of(keys.buyers(), keys.orders()), arguments));
    }

    /** Whether those who bought before the stock was loaded may not be known yet. */
    boolean isAnew(long sale) {
        return told(() -> redis.hexists(SaleKeys.of(sale).epoch(), "buyers"));
    }

    /** They are known. */
    void isKnown(long sale) {
        told(() -> redis.hdel(SaleKeys.of(sale).epoch(), "buyers"));
    }

    /** @return units that may be reserved yet; empty when they are not loaded */
    OptionalLong reservable(long sale) {
        String stock = told(() -> redis.get(SaleKeys.of(sale).stock()));
        return stock == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(stock));
    }

    /** What an operator watches of a sale. */
    Gauges gauges(long sale) {
        List<Long> found = script(GAUGE, SaleKeys.of(sale).all(), List.of()).stream()
                .map(Long.class::cast)
                .toList();
        return new Gauges(found.get(0), Duration.ofMillis(found.get(1)), found.get(2));
    }

    /**
     * Remembers by how many units a sale's books do not balance.
     *
     * @return what was remembered before; 0 when nothing was
     */
    long remember(long sale, long imbalance, Duration kept) {
        SetParams life = SetParams.setParams().ex(kept.toSeconds());
        String before = told(() -> redis.setGet(SaleKeys.of(sale).books(), Long.toString(imbalance), life));
        return before == null ? 0 : Long.parseLong(before);
    }

    /** Nobody's turn comes before that is over. */
    void rest(long sale, String what, Duration pause) {
        told(() -> redis.set(turn(sale, what), "", SetParams.setParams().px(pause.toMillis())));
    }

    /** @return whether this node is to do something that is done once in a while; of several nodes one is */
    boolean isMyTurn(long sale, String what, Duration period) {
        return told(() -> redis.set(
                        turn(sale, what), "", SetParams.setParams().nx().px(period.toMillis())))
                != null;
    }

    /** How many entries wait in a sale's stream. */
    long waiting(long sale) {
        return told(() -> redis.xlen(SaleKeys.of(sale).orders()));
    }

    /** @return entries that nobody was given yet; they are this node's now */
    List<Entry> next(long sale, String node, int atMost) {
        String orders = SaleKeys.of(sale).orders();
        XReadGroupParams some = XReadGroupParams.xReadGroupParams().count(atMost);
        List<Map.Entry<String, List<StreamEntry>>> read = told(() -> {
            try {
                return redis.xreadGroup(GROUP, node, some, Map.of(orders, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
            } catch (JedisDataException e) {
                if (code(e).equals("NOGROUP")) {
                    makeGroup(orders);
                    return null;
                }
                throw e;
            }
        });
        return read == null
                ? List.of()
                : read.get(0).getValue().stream().map(RedisQueue::entry).toList();
    }

    // The sale is not loaded yet, and whoever loads it makes the group; or the group alone was lost, and nobody else
    // would.
    private void makeGroup(String orders) {
        try {
            redis.xgroupCreate(orders, GROUP, new StreamEntryID(), false);
        } catch (JedisDataException e) {
            log.debug("no group for {}", orders, e);
        }
    }

    /** @return entries that a node was given and did not settle within {@code idle}; they are this node's now */
    List<Entry> claim(long sale, String node, Duration idle, int atMost) {
        List<String> arguments = List.of(GROUP, node, Long.toString(idle.toMillis()), Integer.toString(atMost));
        List<String> found = strings(script(CLAIM, List.of(SaleKeys.of(sale).orders()), arguments));
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < found.size(); i += 3) {
            entries.add(new Entry(found.get(i), found.get(i + 1), found.get(i + 2)));
        }
        return entries;
    }

    private static Entry entry(StreamEntry read) {
        Map<String, String> fields = read.getFields();
        return new Entry(read.getID().toString(), fields.getOrDefault("phone", ""), fields.getOrDefault("ticket", ""));
    }

    private static String turn(long sale, String what) {
        return "seckill:{" + sale + "}:turn:" + what;
    }

    private List<?> script(RedisScript script, List<String> keys, List<String> arguments) {
        return Objects.requireNonNull((List<?>) told(() -> scripts.eval(script, keys, arguments)));
    }

    private static List<String> strings(List<?> answer) {
        return answer.stream().map(String.class::cast).toList();
    }

    private static <T extends @Nullable Object> T told(Supplier<T> command) {
        try {
            return command.get();
        } catch (JedisDataException e) {
            if (NOT_BEGUN.contains(code(e)) || wasStopped(e)) {
                throw new RedisAway("Redis refused", e, true);
            }
            throw new RedisLost("Redis failed", e);
        } catch (JedisClusterOperationException e) {
            // After some attempts, of which the first may have been heard.
            throw new RedisLost("Redis was lost", e);
        } catch (JedisException e) {
            if (hadNoConnection(e)) {
                throw new RedisAway("Redis is away", e, false);
            }
            throw new RedisLost("Redis was lost", e);
        }
    }

    // Refused by the server's machine, or by the pool, all of whose connections are in use.
    private static boolean hadNoConnection(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof NoSuchElementException) {
                return true;
            }
        }
        return false;
    }

    // What stops a script at its first write. Redis 6 says so in the middle of its message, 7 at its beginning.
    private static boolean wasStopped(JedisDataException said) {
        String message = said.getMessage();
        return message != null && STOPPED.matcher(message).find();
    }

    private static String code(JedisDataException said) {
        String message = said.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }
}
