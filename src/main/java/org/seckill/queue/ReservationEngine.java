package org.seckill.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.FailureKind;
import org.seckill.batch.PendingOrder;
import org.seckill.batch.TimedOrder;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Ticket;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reconcile.ForgottenHolders;
import org.seckill.reconcile.StockNotLoaded;
import org.seckill.reconcile.StockReconciler;
import org.seckill.redis.RedisUnavailable;
import org.seckill.reservation.BuyerState;
import org.seckill.reservation.RedisReservations;
import org.seckill.reservation.RedisReservations.Reservations;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Reserves units in Redis. The stock is loaded when it is missing. Safe for use by any number of threads. */
final class ReservationEngine implements BatchEngine {
    private static final Logger log = LoggerFactory.getLogger(ReservationEngine.class);

    private final RedisReservations reservations;
    private final StockReconciler stocktaking;
    private final ProcedureDesk procedure;
    private final ForgottenHolders forgotten;
    private final StreamConsumers drain;
    private final CircuitBreaker database;
    private final int places;
    private final Clock clock;

    /** As many as may hold a connection to the database, however many sales have a question to it. */
    private final Semaphore askers;

    /** The latest copy of each sale that somebody wants to buy in. */
    private final ConcurrentMap<Long, Sale> sales = new ConcurrentHashMap<>();

    ReservationEngine(
            RedisReservations reservations,
            StockReconciler stocktaking,
            ProcedureDesk procedure,
            ForgottenHolders forgotten,
            StreamConsumers drain,
            CircuitBreaker database,
            int places,
            int askers,
            Clock clock) {
        this.reservations = reservations;
        this.stocktaking = stocktaking;
        this.procedure = procedure;
        this.forgotten = forgotten;
        this.drain = drain;
        this.database = database;
        this.places = places;
        this.clock = clock;
        this.askers = new Semaphore(askers);
    }

    /** To be told before an order for it is placed. */
    void know(Sale sale) {
        sales.put(sale.id(), sale);
    }

    @Override
    public Instant clock(long sale) {
        return reservations.clock(sale);
    }

    @Override
    public Decision decide(long sale, List<PendingOrder> called, List<TimedOrder> orders) {
        Phase phase = known(sale).phase(clock.instant());
        Reservations told = reserve(sale, phase, orders);
        if (told.epoch() < 0 && database.mayTry()) {
            load(sale);
            told = reserve(sale, phase, orders);
        }
        if (told.epoch() < 0) {
            // The database is silent, or has no such sale, or the stock was lost again just now.
            called.forEach(PendingOrder::returned);
            return new Decision(told.decidedAt(), () -> {});
        }
        if (told.words().stream().anyMatch(word -> word.startsWith("W"))) {
            drain.nudge(sale);
        }
        List<String> words = told.words();
        return new Decision(told.decidedAt(), () -> answer(sale, called, phase, words));
    }

    @Override
    public FailureKind diagnose(DataAccessException failed) {
        return failed instanceof RedisUnavailable || failed instanceof StockNotLoaded
                ? FailureKind.REJECTED
                : FailureKind.UNKNOWN;
    }

    @Override
    public Optional<Refused> refusal(DataAccessException failed) {
        return (failed instanceof StockNotLoaded ? failed.getCause() : failed) instanceof RedisUnavailable away
                ? away.refusal().map(reason -> new Refused(reason, false))
                : Optional.empty();
    }

    @Override
    public boolean isAnswer(DataAccessException failed) {
        // That a stock is not loaded is an answer of Redis; the cause of a failed load says nothing of Redis.
        return failed instanceof RedisUnavailable away ? away.isAnswer() : failed instanceof StockNotLoaded;
    }

    private void load(long sale) {
        askers.acquireUninterruptibly();
        long begun = System.nanoTime();
        try {
            stocktaking.take(sale);
            database.beat();
        } catch (StockNotLoaded e) {
            if (e.isOfDatabase()) {
                database.failed(begun, e);
            }
            throw e;
        } finally {
            askers.release();
        }
    }

    private Sale known(long sale) {
        return Objects.requireNonNull(sales.get(sale));
    }

    private Reservations reserve(long sale, Phase phase, List<TimedOrder> orders) {
        return reservations.reserve(sale, known(sale).epoch(), places, phase == Phase.OPEN, orders);
    }

    private void answer(long sale, List<PendingOrder> called, Phase phase, List<String> words) {
        Optional<Set<String>> holders = holders(sale, refused(called, words));
        for (int i = 0; i < called.size(); i++) {
            PendingOrder buyer = called.get(i);
            try {
                answer(sale, buyer, phase, words.get(i), holders);
            } catch (IllegalArgumentException e) {
                log.error(
                        "unreadable reservation sale={} ticket={}",
                        sale,
                        buyer.order().ticket(),
                        e);
                buyer.failed();
            }
        }
    }

    private Optional<Set<String>> holders(long sale, List<String> refused) {
        if (refused.isEmpty()) {
            return Optional.of(Set.of());
        }
        askers.acquireUninterruptibly();
        try {
            return forgotten.among(sale, refused);
        } finally {
            askers.release();
        }
    }

    private static List<String> refused(List<PendingOrder> called, List<String> words) {
        return IntStream.range(0, called.size())
                .filter(i -> isRefusal(words.get(i)))
                .mapToObj(i -> called.get(i).order().buyer().digits())
                .toList();
    }

    private static boolean isRefusal(String word) {
        return word.startsWith("S") || word.startsWith("C");
    }

    private void answer(long sale, PendingOrder buyer, Phase phase, String word, Optional<Set<String>> holders) {
        switch (word.charAt(0)) {
            case 'W' -> buyer.decided(new Outcome.Queued(BuyerState.read(word).ticket()));
            case 'R' -> tellHeld(sale, buyer, BuyerState.read(word).ticket());
            case 'S', 'C' -> refuse(sale, buyer, phase, word, holders);
            case 'L', 'F', 'D' -> buyer.returned();
            default -> throw new IllegalArgumentException(word);
        }
    }

    private void refuse(long sale, PendingOrder buyer, Phase phase, String word, Optional<Set<String>> holders) {
        if (holders.isEmpty() && word.endsWith("?")) {
            // The database is away: who holds a unit is not to hear that there is none, and nothing was done.
            buyer.returned();
        } else if (holders.orElse(Set.of()).contains(buyer.order().buyer().digits())) {
            tellHeld(sale, buyer, buyer.order().ticket());
        } else if (word.startsWith("S")) {
            buyer.decided(new Over(Over.Reason.SOLD_OUT));
        } else {
            buyer.decided(new Over(phase == Phase.SOON ? Over.Reason.NOT_OPEN : Over.Reason.CLOSED));
        }
    }

    /** The database tells what the buyer holds. */
    private void tellHeld(long sale, PendingOrder buyer, Ticket held) {
        // Recorded by a call that was lost: then a busy database is no reason to say that nothing is.
        boolean isThisOne = held.equals(buyer.order().ticket());
        CompletableFuture<Void> unused = procedure
                .place(sale, buyer.order())
                .thenAccept(told ->
                        buyer.decided(isThisOne && told instanceof Outcome.Busy ? new Outcome.Unknown() : told));
    }
}
