package org.seckill.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.seckill.batch.TimedOrder;
import org.seckill.redis.RedisCalls;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.redis.RedisScript;
import org.seckill.redis.ReplicatedReply;
import org.springframework.stereotype.Component;

/** Reserves units, each with its entry in the sale's stream. Safe for use by any number of threads. */
@Component
public final class RedisReservations {
    /** How long replicas are waited for; shorter than the connection's patience. */
    private static final Duration REPLICATION = Duration.ofMillis(300);

    private static final RedisScript CLOCK = RedisScript.load(RedisReservations.class, "clock.lua");
    private static final RedisScript RESERVE = RedisScript.load(RedisReservations.class, "reserve.lua");

    private final RedisCalls calls;
    private final int replicas;

    /** @param epoch of the stock; -1 when it is not loaded, or older than the caller's, and nothing was done */
    public record Reservations(Instant decidedAt, int epoch, List<String> words) {}

    RedisReservations(RedisCalls calls, QueueLimits limits) {
        this.calls = calls;
        this.replicas = limits.replicas();
    }

    /** The clock of the server that has the sale. */
    public Instant clock(long sale) {
        List<String> time =
                RedisCalls.strings(calls.script(CLOCK, List.of(SaleKeys.of(sale).epoch()), List.of()));
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), 1000 * Long.parseLong(time.get(1)));
    }

    /** @return a word for each order, as {@code reserve.lua} tells */
    public Reservations reserve(long sale, int epoch, int places, boolean open, List<TimedOrder> orders) {
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
        ReplicatedReply told = replicas > 0
                ? calls.replicated(RESERVE, keys, arguments, replicas, REPLICATION)
                : new ReplicatedReply(calls.script(RESERVE, keys, arguments), 0);
        List<?> answer = Objects.requireNonNull((List<?>) told.answer());
        List<String> words = RedisCalls.strings(answer.subList(2, answer.size()));
        if (told.replicas() < replicas && words.stream().anyMatch(word -> word.startsWith("W"))) {
            // A failover may forget them: whoever asks again with the same tickets finds out.
            throw new RedisOutcomeUnknown(
                    String.format(Locale.ROOT, "%d of %d replicas have it", told.replicas(), replicas));
        }
        return new Reservations(Instant.ofEpochMilli((Long) answer.get(0)), ((Long) answer.get(1)).intValue(), words);
    }
}
