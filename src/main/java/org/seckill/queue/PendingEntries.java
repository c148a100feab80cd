package org.seckill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reconcile.QueueMeters;
import org.seckill.reservation.OrderState;
import org.seckill.reservation.RedisStream;
import org.seckill.reservation.RedisStream.OrderEntry;
import org.seckill.reservation.RedisStream.Settlement;
import org.seckill.reservation.RedisStream.Taken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes entries of one sale's stream, in stream order, records their orders in the database and settles them in Redis. An
 * entry that is not decided in time stays pending until this node or another claims it. Each attempt to record an entry
 * uses the entry's ticket, so all of them are one order. Used by one thread at a time; {@link #stop} and {@link #waiting}
 * by any.
 */
final class PendingEntries {
    private static final Logger log = LoggerFactory.getLogger(PendingEntries.class);

    /** The most entries of a turn: two batches of the lane, so that one waits while the other is in the database. */
    static final int AT_ONCE = 2048;

    /**
     * The most pending entries: with more, no new ones are read. Without this bound they would grow at every turn while the
     * database is unreachable, and the stock reconciler reads them all. It is more than one turn's entries, so that a few
     * undecidable entries do not stop the others.
     */
    private static final int MOST = 2 * AT_ONCE;

    /** The most entries of one claim, and of one call of a script. */
    private static final int PAGE = 1000;

    /** After so many refusals of the order itself by the database, counted over all nodes, the entry is set aside. */
    private static final int TRIES = 3;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final long sale;
    private final String node;
    private final RedisStream stream;
    private final ProcedureDesk desk;
    private final Duration claim;
    private final QueueMeters meters;
    private volatile boolean stopped;
    private volatile long waiting;
    private long claimedAt = System.nanoTime();
    private int portion = AT_ONCE;

    /** One attempt to record an entry. */
    private record Attempt(Taken taken, CompletableFuture<Outcome> outcome) {}

    /**
     * @param node the consumer's name in the stream's group
     * @param claim how long an entry may be pending before another node claims it
     */
    PendingEntries(long sale, String node, RedisStream stream, ProcedureDesk desk, Duration claim, QueueMeters meters) {
        this.sale = sale;
        this.node = node;
        this.stream = stream;
        this.desk = desk;
        this.claim = claim;
        this.meters = meters;
    }

    /** Ends the turn after the current attempt, and makes later turns do nothing. Undecided entries stay pending. */
    void stop() {
        stopped = true;
    }

    /** The length of the stream at the latest turn. */
    long waiting() {
        return waiting;
    }

    /** Claims and reads entries, and records them. @return how many entries were claimed or read */
    int turn() {
        if (stopped) {
            return 0;
        }
        waiting = stream.waiting(sale);
        if (waiting == 0) {
            // The usual case: an idle sale costs one call.
            return 0;
        }
        // Set before the read: Redis starts the claim time of an entry when it is read.
        long until = System.nanoTime() + claim.toNanos();
        List<Taken> taken = new ArrayList<>(claimIfDue());
        // Read even when entries were claimed: claimed entries may stay undecided for ever.
        read().forEach(entry -> taken.add(new Taken(entry, 0)));
        adaptPortion(taken.size(), record(taken, until));
        return taken.size();
    }

    // Claims three times per claim time, also under load, so that no entry waits much longer than it.
    private List<Taken> claimIfDue() {
        long now = System.nanoTime();
        if (now - claimedAt < claim.toNanos() / 3) {
            return List.of();
        }
        int atMost = Math.min(portion, PAGE);
        List<Taken> claimed = stream.claim(sale, node, claim, atMost);
        meters.claimed(claimed.size());
        if (claimed.size() < atMost) {
            claimedAt = now;
        }
        return claimed;
    }

    private List<OrderEntry> read() {
        long room = MOST - stream.held(sale, node);
        return room > 0 ? stream.next(sale, node, (int) Math.min(portion, room)) : List.of();
    }

    // The desk halves a failed batch until the order at fault is alone. If that took longer than the claim time,
    // nothing would ever be decided. So a turn without a decision halves the next portion.
    private void adaptPortion(int taken, int decided) {
        if (decided > 0) {
            portion = Math.min(2 * portion, AT_ONCE);
        } else if (taken > 0) {
            portion = Math.max(Math.min(portion, taken) / 2, 1);
        }
    }

    /**
     * Repeats attempts until all entries are decided, the time is over or this object is stopped.
     *
     * @param until by {@link System#nanoTime()}; after it another node may claim the entries that are still undecided
     * @return how many entries were decided
     */
    private int record(List<Taken> taken, long until) {
        List<Taken> open = taken;
        while (!open.isEmpty() && !stopped) {
            open = attempt(open, until);
            if (!open.isEmpty() && !pauseBefore(until)) {
                break;
            }
        }
        return taken.size() - open.size();
    }

    /** @return the entries that are still undecided */
    private List<Taken> attempt(List<Taken> open, long until) {
        List<Settlement> settled = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        for (Taken one : open) {
            Optional<Order> order = one.entry().order();
            if (order.isPresent()) {
                attempts.add(new Attempt(one, desk.place(sale, order.get(), until)));
            } else {
                settled.add(new Settlement(one.entry(), OrderState.SET_ASIDE, "not an order"));
            }
        }
        List<Taken> undecided = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Outcome outcome = attempt.outcome.join();
            Taken after = outcome instanceof Outcome.Broken ? attempt.taken.refusedAgain() : attempt.taken;
            settlement(after, outcome).ifPresentOrElse(settled::add, () -> undecided.add(after));
        }
        forEachPage(settled, page -> stream.settle(sale, node, page).forEach(this::report));
        // For the node that claims these entries later.
        List<Taken> refused =
                undecided.stream().filter(one -> one.refused() > 0).toList();
        forEachPage(refused, page -> stream.refused(sale, node, page));
        return undecided;
    }

    /** @return empty when the order is undecided, and another attempt is needed */
    private static Optional<Settlement> settlement(Taken taken, Outcome outcome) {
        OrderEntry entry = taken.entry();
        if (outcome instanceof Outcome.Recorded recorded) {
            String ticket = recorded.purchase().ticket().id();
            return Optional.of(new Settlement(entry, OrderState.RECORDED, ticket));
        }
        if (outcome instanceof Outcome.Repeat repeat) {
            return Optional.of(new Settlement(
                    entry, OrderState.REPEAT, repeat.held().ticket().id()));
        }
        if (outcome instanceof Over over) {
            return Optional.of(new Settlement(entry, state(over.reason()), ""));
        }
        if (outcome instanceof Outcome.Broken broken && taken.refused() >= TRIES) {
            return Optional.of(new Settlement(entry, OrderState.SET_ASIDE, broken.cause()));
        }
        return Optional.empty();
    }

    private static OrderState state(Over.Reason reason) {
        return switch (reason) {
            case SOLD_OUT -> OrderState.SOLD_OUT;
            case CLOSED -> OrderState.CLOSED;
            case NOT_OPEN -> OrderState.NOT_OPEN;
        };
    }

    private void report(Settlement one) {
        meters.settled(one);
        OrderEntry entry = one.entry();
        log.debug(
                "order left the stream sale={} ticket={} entry={} result={}",
                sale,
                entry.ticket(),
                entry.id(),
                one.state());
        if (one.state() == OrderState.SET_ASIDE) {
            log.error("set aside sale={} entry={} ticket={}: {}", sale, entry.id(), entry.ticket(), one.word());
        }
    }

    private static <T> void forEachPage(List<T> all, Consumer<List<T>> call) {
        for (int from = 0; from < all.size(); from += PAGE) {
            call.accept(all.subList(from, Math.min(all.size(), from + PAGE)));
        }
    }

    /** @return false if the thread is interrupted, or too little time is left */
    private static boolean pauseBefore(long until) {
        if (until - System.nanoTime() <= BETWEEN_TRIES.toNanos()) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
