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

/**
 * The batch engine of the queue desk: reserves units in Redis with one script call per batch. A missing stock is loaded
 * from the database first. Thread-safe.
 */
final class ReservationEngine implements BatchEngine {
    private static final Logger log = LoggerFactory.getLogger(ReservationEngine.class);

    private final RedisReservations reservations;
    private final StockReconciler stockReconciler;
    private final ProcedureDesk procedure;
    private final ForgottenHolders forgotten;
    private final StreamConsumers consumers;
    private final CircuitBreaker database;
    private final int places;
    private final Clock clock;

    /** Limits the database connections that this engine uses at a time, over all sales. */
    private final Semaphore databasePermits;

    /** The latest copy of each sale that has had an order. */
    private final ConcurrentMap<Long, Sale> sales = new ConcurrentHashMap<>();

    ReservationEngine(
            RedisReservations reservations,
            StockReconciler stockReconciler,
            ProcedureDesk procedure,
            ForgottenHolders forgotten,
            StreamConsumers consumers,
            CircuitBreaker database,
            int places,
            int databasePermits,
            Clock clock) {
        this.reservations = reservations;
        this.stockReconciler = stockReconciler;
        this.procedure = procedure;
        this.forgotten = forgotten;
        this.consumers = consumers;
        this.database = database;
        this.places = places;
        this.clock = clock;
        this.databasePermits = new Semaphore(databasePermits);
    }

    /** Keeps the sale. Called before an order of it is placed. */
    void remember(Sale sale) {
        sales.put(sale.id(), sale);
    }

    @Override
    public Instant clock(long sale) {
        return reservations.clock(sale);
    }

    @Override
    public Decision decide(long sale, List<PendingOrder> called, List<TimedOrder> orders) {
        Phase phase = latest(sale).phase(clock.instant());
        Reservations reserved = reserve(sale, phase, orders);
        if (reserved.epoch() < 0 && database.mayTry()) {
            load(sale);
            reserved = reserve(sale, phase, orders);
        }
        if (reserved.epoch() < 0) {
            // The database is unreachable or has no such sale, or Redis lost the stock again.
            called.forEach(PendingOrder::returned);
            return new Decision(reserved.decidedAt(), () -> {});
        }
        if (reserved.words().stream().anyMatch(word -> word.startsWith("W"))) {
            consumers.wake(sale);
        }
        List<String> words = reserved.words();
        return new Decision(reserved.decidedAt(), () -> answer(sale, called, phase, words));
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
        // "Stock not loaded" is an answer of Redis, for any cause of the failed load.
        return failed instanceof RedisUnavailable away ? away.isAnswer() : failed instanceof StockNotLoaded;
    }

    private void load(long sale) {
        databasePermits.acquireUninterruptibly();
        long begun = System.nanoTime();
        try {
            stockReconciler.take(sale);
            database.beat();
        } catch (StockNotLoaded e) {
            if (e.isOfDatabase()) {
                database.failed(begun, e);
            }
            throw e;
        } finally {
            databasePermits.release();
        }
    }

    private Sale latest(long sale) {
        return Objects.requireNonNull(sales.get(sale));
    }

    private Reservations reserve(long sale, Phase phase, List<TimedOrder> orders) {
        return reservations.reserve(sale, latest(sale).epoch(), places, phase == Phase.OPEN, orders);
    }

    private void answer(long sale, List<PendingOrder> called, Phase phase, List<String> words) {
        Optional<Set<String>> holders = holders(sale, refused(called, words));
        for (int i = 0; i < called.size(); i++) {
            PendingOrder waiting = called.get(i);
            try {
                answer(sale, waiting, phase, words.get(i), holders);
            } catch (IllegalArgumentException e) {
                log.error(
                        "unreadable reservation sale={} ticket={}",
                        sale,
                        waiting.order().ticket(),
                        e);
                waiting.failed();
            }
        }
    }

    private Optional<Set<String>> holders(long sale, List<String> refused) {
        if (refused.isEmpty()) {
            return Optional.of(Set.of());
        }
        databasePermits.acquireUninterruptibly();
        try {
            return forgotten.among(sale, refused);
        } finally {
            databasePermits.release();
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

    private void answer(long sale, PendingOrder waiting, Phase phase, String word, Optional<Set<String>> holders) {
        switch (word.charAt(0)) {
            case 'W' -> waiting.decided(new Outcome.Queued(BuyerState.read(word).ticket()));
            case 'R' -> answerHeld(sale, waiting, BuyerState.read(word).ticket());
            case 'S', 'C' -> refuse(sale, waiting, phase, word, holders);
            case 'L', 'F', 'D' -> waiting.returned();
            default -> throw new IllegalArgumentException(word);
        }
    }

    private void refuse(long sale, PendingOrder waiting, Phase phase, String word, Optional<Set<String>> holders) {
        if (holders.isEmpty() && word.endsWith("?")) {
            // The database is unreachable: this buyer may hold a unit, so do not answer "sold out". Nothing was
            // reserved.
            waiting.returned();
        } else if (holders.orElse(Set.of()).contains(waiting.order().buyer().digits())) {
            answerHeld(sale, waiting, waiting.order().ticket());
        } else if (word.startsWith("S")) {
            waiting.decided(new Over(Over.Reason.SOLD_OUT));
        } else {
            waiting.decided(new Over(phase == Phase.SOON ? Over.Reason.NOT_OPEN : Over.Reason.CLOSED));
        }
    }

    /** Answers with the purchase that the buyer holds, read by the procedure. */
    private void answerHeld(long sale, PendingOrder waiting, Ticket held) {
        // The ticket may be recorded by a lost call: then "busy" would be wrong, the outcome is unknown.
        boolean isSameTicket = held.equals(waiting.order().ticket());
        CompletableFuture<Void> unused = procedure
                .place(sale, waiting.order())
                .thenAccept(outcome -> waiting.decided(
                        isSameTicket && outcome instanceof Outcome.Busy ? new Outcome.Unknown() : outcome));
    }
}
