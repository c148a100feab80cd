package org.seckill.queue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reservation.OrderEntry;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.Settlement;

/** The attempts to record one entry. Each attempt uses the entry's ticket, so they all are one order. For one thread. */
final class EntryAttempt {
    /** After so many refusals of the order itself by the database, counted over all nodes, the entry is set aside. */
    private static final int TRIES = 3;

    private final OrderEntry entry;
    private final Optional<Order> order;
    private int refused;
    private @Nullable CompletableFuture<Outcome> answer;

    EntryAttempt(RedisStream.Taken taken) {
        this.entry = taken.entry();
        this.refused = taken.refused();
        this.order = entry.order();
    }

    boolean wasRefused() {
        return refused > 0;
    }

    /** The entry and its current number of refusals. */
    RedisStream.Taken taken() {
        return new RedisStream.Taken(entry, refused);
    }

    /**
     * Starts an attempt.
     *
     * @param until by {@link System#nanoTime()}; the order is not recorded after it
     */
    void begin(long sale, ProcedureDesk desk, long until) {
        answer = order.map(o -> desk.place(sale, o, until)).orElse(null);
    }

    /** Waits for the answer. @return empty when the order is undecided, and another attempt is needed */
    Optional<Settlement> end() {
        if (answer == null) {
            return Optional.of(settle("B", "not an order"));
        }
        Outcome outcome = answer.join();
        if (outcome instanceof Outcome.Recorded recorded) {
            return Optional.of(settle("R", recorded.purchase().ticket().id()));
        }
        if (outcome instanceof Outcome.Repeat repeat) {
            return Optional.of(settle("H", repeat.held().ticket().id()));
        }
        if (outcome instanceof Over over) {
            return Optional.of(settle(letter(over.reason()), ""));
        }
        if (outcome instanceof Outcome.Broken broken && ++refused >= TRIES) {
            return Optional.of(settle("B", broken.cause()));
        }
        return Optional.empty();
    }

    private Settlement settle(String verdict, String word) {
        return new Settlement(entry, verdict, word);
    }

    private static String letter(Over.Reason reason) {
        return switch (reason) {
            case SOLD_OUT -> "S";
            case CLOSED -> "C";
            case NOT_OPEN -> "N";
        };
    }
}
