package org.seckill.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.batch.OrderBatcher;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.PurchaseDesk;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.reconcile.ForgottenHolders;
import org.seckill.reconcile.ReconcileScheduler;
import org.seckill.reconcile.StockReconciler;
import org.seckill.redis.RedisUnavailable;
import org.seckill.reservation.BuyerState;
import org.seckill.reservation.QueueLimits;
import org.seckill.reservation.RedisBuyers;
import org.seckill.reservation.RedisReservations;
import org.seckill.reservation.RedisStocks;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sells through reservations in Redis: whoever gets one is told so at once, and the order is recorded from the sale's
 * stream. The procedure has the last word. Safe for use by any number of threads.
 */
@Component
public final class QueueDesk implements PurchaseDesk, AutoCloseable {
    /** What Lua can unpack at once is some thousands of words. */
    private static final int BATCH = 1000;

    private final RedisBuyers buyers;
    private final RedisStocks stocks;
    private final ReservationEngine decider;
    private final OrderBatcher lanes;
    private final Clock clock;

    /** One for each sale: while a master of a Cluster is away, the sales of the others go on. */
    private final ConcurrentMap<Long, CircuitBreaker> pulses = new ConcurrentHashMap<>();

    QueueDesk(
            RedisReservations reservations,
            RedisBuyers buyers,
            RedisStocks stocks,
            StockReconciler stocktaking,
            ProcedureDesk procedure,
            ForgottenHolders forgotten,
            StreamConsumers drain,
            ReconcileScheduler reconciler,
            CircuitBreaker database,
            OrderDeadline patience,
            LaneLimits limits,
            QueueLimits queue,
            Clock clock,
            MeterRegistry registry) {
        this.buyers = buyers;
        this.stocks = stocks;
        this.clock = clock;
        this.decider = new ReservationEngine(
                reservations,
                stocktaking,
                procedure,
                forgotten,
                drain,
                database,
                queue.places(),
                limits.callers(),
                clock);
        LaneLimits ours = new LaneLimits(QueueLimits.LANE_THREADS, limits.places(), Math.min(limits.batch(), BATCH));
        this.lanes = new OrderBatcher("queue", decider, patience, ours, this::pulse, registry, "seckill.queue.");
    }

    @Override
    public CompletableFuture<Outcome> place(Sale sale, Order order) {
        decider.know(sale);
        return lanes.place(sale.id(), order);
    }

    @Override
    public Optional<Outcome> standing(Sale sale, Phone buyer) {
        return ask(sale, () -> {
            Optional<BuyerState> known = buyers.known(sale.id(), buyer.digits()).map(BuyerState::read);
            boolean holds =
                    known.filter(one -> one.letter() == BuyerState.Letter.R).isPresent();
            // Of a holder the database tells; whoever is unknown hears what a press would be told.
            return holds
                    ? Optional.empty()
                    : known.flatMap(one -> standing(sale, one)).or(() -> soldOut(sale));
        });
    }

    @Override
    public Optional<Outcome> withoutDatabase(Sale sale, Phone buyer) {
        return ask(sale, () -> {
            // First of all: what is forgotten between the two questions is in doubt in the second.
            Optional<BuyerState> known = buyers.known(sale.id(), buyer.digits()).map(BuyerState::read);
            if (known.filter(one -> one.letter() == BuyerState.Letter.R || one.letter() == BuyerState.Letter.W)
                    .isPresent()) {
                return Optional.of(new Outcome.Unknown());
            }
            return stocks.knowsAllHolders(sale.id(), sale.epoch(), clock.instant())
                    ? Optional.of(new Outcome.Busy(Duration.ZERO))
                    : Optional.empty();
        });
    }

    private <T> T ask(Sale sale, Supplier<T> question) {
        CircuitBreaker pulse = pulse(sale.id());
        if (!pulse.mayTry()) {
            throw new RedisUnavailable("Redis did not answer the latest calls", null, null);
        }
        long begun = System.nanoTime();
        try {
            T told = question.get();
            pulse.beat();
            return told;
        } catch (DataAccessException e) {
            pulse.missed(begun, e);
            throw e;
        }
    }

    @Override
    public void close() {
        lanes.close();
    }

    private CircuitBreaker pulse(long sale) {
        CircuitBreaker known = pulses.get(sale);
        return known != null
                ? known
                : pulses.computeIfAbsent(sale, id -> new CircuitBreaker("Redis of sale=" + id, thrown -> false));
    }

    private Optional<Outcome> soldOut(Sale sale) {
        return stocks.isSoldOut(sale.id(), sale.epoch(), clock.instant())
                ? Optional.of(new Over(Over.Reason.SOLD_OUT))
                : Optional.empty();
    }

    private Optional<Outcome> standing(Sale sale, BuyerState known) {
        return switch (known.letter()) {
            case W -> Optional.of(new Outcome.Queued(known.ticket()));
            // Until it is restocked.
            case S ->
                Optional.<Outcome>of(new Over(Over.Reason.SOLD_OUT))
                        .filter(over -> sale.epoch() <= Integer.parseInt(known.word()));
            case C ->
                Optional.<Outcome>of(new Over(Over.Reason.CLOSED))
                        .filter(over -> sale.phase(clock.instant()) != Phase.OPEN);
            // Nothing is recorded, and it may be tried again.
            case N, B, R -> Optional.empty();
        };
    }
}
