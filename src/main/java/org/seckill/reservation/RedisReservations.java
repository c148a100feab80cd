package org.seckill.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.seckill.batch.PendingOrder;
import org.seckill.order.Ticket;
import org.seckill.redis.RedisCalls;
import org.seckill.redis.RedisOutcomeUnknown;
import org.seckill.redis.RedisScript;
import org.springframework.stereotype.Component;

/** Reserves units in Redis, each with an entry in the sale's stream. Thread-safe. */
@Component
public final class RedisReservations {
    /** How long to wait for replicas; shorter than the socket time-out of the connection. */
    private static final Duration REPLICATION = Duration.ofMillis(300);

    private static final RedisScript CLOCK = RedisScript.load(RedisReservations.class, "clock.lua");
    private static final RedisScript RESERVE = RedisScript.load(RedisReservations.class, "reserve.lua");

    private final RedisCalls calls;
    private final int replicas;

    /**
     * The answer to one batch.
     *
     * @param epoch the stock's; -1 if the stock is not loaded or older than the caller's epoch: nothing was reserved then
     * @param reservations one per order; empty if nothing was reserved
     */
    public record Reservations(Instant decidedAt, int epoch, List<Reservation> reservations) {
        public boolean isStockMissing() {
            return epoch < 0;
        }

        /** Whether the sale's stream has entries of these orders. */
        public boolean haveEntries() {
            return reservations.stream().anyMatch(Reservation::waits);
        }
    }

    /**
     * The answer to one order.
     *
     * @param text as {@link OrderState} describes it; Redis may hold any text
     */
    public record Reservation(PendingOrder order, String text) {
        /** @throws IllegalArgumentException if the answer is unreadable */
        public OrderState state() {
            return OrderState.of(text);
        }

        /**
         * The ticket of the order that waits or is recorded.
         *
         * @throws IllegalArgumentException if the answer is unreadable
         */
        public Ticket ticket() {
            return RedisBuyers.Buyer.read(text).ticket();
        }

        boolean waits() {
            return OrderState.WAITING.begins(text);
        }

        /** Whether the order is refused, unless its buyer holds a purchase that Redis does not know. */
        public boolean isRefusal() {
            return OrderState.SOLD_OUT.begins(text) || OrderState.CLOSED.begins(text);
        }

        /** Whether Redis may not know all holders of purchases. */
        public boolean mayMissHolders() {
            return text.endsWith("?");
        }
    }

    RedisReservations(RedisCalls calls, QueueLimits limits) {
        this.calls = calls;
        this.replicas = limits.replicas();
    }

    /** The time of the Redis server that holds the sale. */
    public Instant clock(long sale) {
        List<String> time =
                RedisCalls.strings(calls.script(CLOCK, List.of(SaleKeys.of(sale).epoch()), List.of()));
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), 1000 * Long.parseLong(time.get(1)));
    }

    /**
     * Reserves a unit for each order, in the given order.
     *
     * @param epoch the sale's epoch as the caller knows it
     * @param places the most entries of the stream
     * @throws RedisOutcomeUnknown also if too few replicas acknowledge the reservations
     */
    public Reservations reserve(long sale, int epoch, int places, boolean open, List<PendingOrder> orders) {
        List<String> arguments = new ArrayList<>(3 + 3 * orders.size());
        arguments.add(Integer.toString(epoch));
        arguments.add(Integer.toString(places));
        arguments.add(open ? "1" : "0");
        for (PendingOrder pending : orders) {
            arguments.add(pending.order().buyer().digits());
            arguments.add(pending.order().ticket().id());
            Instant latest = pending.latest();
            arguments.add(latest == null ? "inf" : Long.toString(latest.toEpochMilli()));
        }
        List<String> keys = SaleKeys.of(sale).all().subList(0, 4);
        RedisScript.Replicated reply = replicas > 0
                ? calls.replicated(RESERVE, keys, arguments, replicas, REPLICATION)
                : new RedisScript.Replicated(calls.script(RESERVE, keys, arguments), 0);
        List<?> answer = Objects.requireNonNull((List<?>) reply.answer());
        List<Reservation> reservations = new ArrayList<>();
        for (int i = 2; i < answer.size(); i++) {
            reservations.add(new Reservation(orders.get(i - 2), (String) answer.get(i)));
        }
        Reservations reserved = new Reservations(
                Instant.ofEpochMilli((Long) answer.get(0)), ((Long) answer.get(1)).intValue(), reservations);
        if (reply.replicas() < replicas && reserved.haveEntries()) {
            // A failover may lose the reservations. A repeated call with the same tickets gets the outcome.
            throw new RedisOutcomeUnknown(String.format(
                    Locale.ROOT, "%d of %d replicas acknowledged the reservations", reply.replicas(), replicas));
        }
        return reserved;
    }
}
