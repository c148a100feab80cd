package org.seckill.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.FailureKind;
import org.seckill.batch.LaneLimits;
import org.seckill.batch.PendingOrder;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Ticket;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reconcile.ForgottenHolders;
import org.seckill.reconcile.StockNotLoaded;
import org.seckill.reconcile.StockReconciler;
import org.seckill.redis.RedisUnavailable;
import org.seckill.reservation.OrderState;
import org.seckill.reservation.QueueLimits;
import org.seckill.reservation.RedisReservations;
import org.seckill.reservation.RedisReservations.Reservation;
import org.seckill.reservation.RedisReservations.Reservations;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The batch engine of the queue desk: reserves units in Redis with one script call per batch. A missing stock is loaded
 * from the database first. Before a buyer is refused, the database is asked whether the buyer holds a purchase that Redis
 * does not know. Thread-safe.
 */
@Component
final class ReservationEngine implements BatchEngine, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReservationEngine.class);

    private final RedisReservations reservations;
    private final StockReconciler stockReconciler;
    private final ProcedureDesk procedure;
    private final ForgottenHolders forgotten;
    private final StreamConsumers consumers;
    private final CircuitBreaker database;
    private final int places;
    private final Clock clock;

    /** Limits the database connections with which this engine loads stocks at a time, over all sales. */
    private final Semaphore loads;

    /** Ask the database for holders, so that the next batch does not wait for the answer. */
    private final ExecutorService lookups;

    /** The latest copy of each sale that has had an order. */
    private final ConcurrentMap<Long, Sale> sales = new ConcurrentHashMap<>();

    ReservationEngine(
            RedisReservations reservations,
            StockReconciler stockReconciler,
            ProcedureDesk procedure,
            ForgottenHolders forgotten,
            StreamConsumers consumers,
            CircuitBreaker database,
            LaneLimits limits,
            QueueLimits queue,
            Clock clock) {
        this.reservations = reservations;
        this.stockReconciler = stockReconciler;
        this.procedure = procedure;
        this.forgotten = forgotten;
        this.consumers = consumers;
        this.database = database;
        this.places = queue.places();
        this.clock = clock;
        this.loads = new Semaphore(limits.callers());
        CustomizableThreadFactory threads = new CustomizableThreadFactory("holders-");
        threads.setDaemon(true);
        this.lookups = Executors.newFixedThreadPool(limits.callers(), threads);
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
    public Answer decide(long sale, List<PendingOrder> orders) {
        Phase phase = latest(sale).phase(clock.instant());
        Reservations reserved = reserve(sale, phase, orders);
        if (reserved.isStockMissing() && database.tryAcquire()) {
            load(sale);
            reserved = reserve(sale, phase, orders);
        }
        if (reserved.isStockMissing()) {
            // The database is unreachable or has no such sale, or Redis lost the stock again.
            return new Answer(
                    reserved.decidedAt(),
                    orders.stream().map(ReservationEngine::busy).toList());
        }
        if (reserved.haveEntries()) {
            consumers.wake(sale);
        }
        return new Answer(reserved.decidedAt(), decisions(sale, phase, reserved.reservations()));
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

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    private void load(long sale) {
        loads.acquireUninterruptibly();
        long begun = System.nanoTime();
        try {
            stockReconciler.take(sale);
            database.answered();
        } catch (StockNotLoaded e) {
            if (e.isOfDatabase()) {
                database.failed(begun, e);
            }
            throw e;
        } finally {
            loads.release();
        }
    }

    private Sale latest(long sale) {
        return Objects.requireNonNull(sales.get(sale));
    }

    private Reservations reserve(long sale, Phase phase, List<PendingOrder> orders) {
        return reservations.reserve(sale, latest(sale).epoch(), places, phase == Phase.OPEN, orders);
    }

    private List<Decision> decisions(long sale, Phase phase, List<Reservation> reserved) {
        CompletableFuture<Optional<Set<String>>> holders = holdersAmong(
                sale, reserved.stream().filter(Reservation::isRefusal).toList());
        List<Decision> decisions = new ArrayList<>(reserved.size());
        for (Reservation one : reserved) {
            try {
                decisions.add(decision(sale, phase, one, holders));
            } catch (IllegalArgumentException e) {
                log.error(
                        "unreadable reservation sale={} ticket={}",
                        sale,
                        one.order().order().ticket(),
                        e);
                decisions.add(new Decision(one.order(), new Outcome.Unknown()));
            }
        }
        return decisions;
    }

    /** @return completed with empty if the database does not answer */
    private CompletableFuture<Optional<Set<String>>> holdersAmong(long sale, List<Reservation> refused) {
        if (refused.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(Set.of()));
        }
        List<String> phones = refused.stream()
                .map(one -> one.order().order().buyer().digits())
                .toList();
        return CompletableFuture.supplyAsync(() -> forgotten.among(sale, phones), lookups);
    }

    private Decision decision(
            long sale, Phase phase, Reservation one, CompletableFuture<Optional<Set<String>>> holders) {
        Order order = one.order().order();
        return switch (one.state()) {
            case WAITING -> new Decision(one.order(), new Outcome.Queued(one.ticket()));
            case RECORDED -> new Decision(one.order(), held(sale, order, one.ticket()));
            case SOLD_OUT, CLOSED ->
                new Decision(one.order(), holders.thenCompose(found -> refused(sale, phase, one, found)));
            case LATE, FULL, IN_DOUBT -> busy(one.order());
            default -> throw new IllegalArgumentException(one.text());
        };
    }

    private static Decision busy(PendingOrder order) {
        return new Decision(order, Outcome.Busy.SOON);
    }

    private CompletableFuture<Outcome> refused(long sale, Phase phase, Reservation one, Optional<Set<String>> holders) {
        Order order = one.order().order();
        if (holders.isEmpty() && one.mayMissHolders()) {
            // The database is unreachable: this buyer may hold a unit, so do not answer "sold out". Nothing was
            // reserved.
            return CompletableFuture.completedFuture(Outcome.Busy.SOON);
        }
        if (holders.orElse(Set.of()).contains(order.buyer().digits())) {
            return held(sale, order, order.ticket());
        }
        Over.Reason closed = phase == Phase.SOON ? Over.Reason.NOT_OPEN : Over.Reason.CLOSED;
        return CompletableFuture.completedFuture(
                new Over(one.state() == OrderState.SOLD_OUT ? Over.Reason.SOLD_OUT : closed));
    }

    /** The purchase that the buyer holds, read by the procedure. */
    private CompletableFuture<Outcome> held(long sale, Order order, Ticket held) {
        // The ticket may be recorded by a lost call: then "busy" would be wrong, the outcome is unknown.
        boolean isSameTicket = held.equals(order.ticket());
        return procedure
                .place(sale, order)
                .thenApply(
                        outcome -> isSameTicket && outcome instanceof Outcome.Busy ? new Outcome.Unknown() : outcome);
    }
}
