package org.seckill.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.seckill.buyer.Phone;
import org.seckill.desk.LaneLimits;
import org.seckill.desk.Lanes;
import org.seckill.desk.Order;
import org.seckill.desk.Outcome;
import org.seckill.desk.Outcome.Over;
import org.seckill.desk.Patience;
import org.seckill.desk.ProcedureDesk;
import org.seckill.desk.Pulse;
import org.seckill.desk.PurchaseDesk;
import org.seckill.sale.Phase;
import org.seckill.sale.Seckill;
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
    private final ReservationDecider decider;
    private final Lanes lanes;
    private final Clock clock;

    /** One for each sale: while a master of a Cluster is away, the sales of the others go on. */
    private final ConcurrentMap<Long, Pulse> pulses = new ConcurrentHashMap<>();

    QueueDesk(
            RedisReservations reservations,
            RedisBuyers buyers,
            RedisStocks stocks,
            Stocktaking stocktaking,
            ProcedureDesk procedure,
            ForgottenHolders forgotten,
            Drain drain,
            Reconciler reconciler,
            Pulse database,
            Patience patience,
            LaneLimits limits,
            QueueLimits queue,
            Clock clock,
            MeterRegistry registry) {
        this.buyers = buyers;
        this.stocks = stocks;
        this.clock = clock;
        this.decider = new ReservationDecider(
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
        this.lanes = new Lanes("queue", decider, patience, ours, this::pulse, registry, "seckill.queue.");
    }

    @Override
    public CompletableFuture<Outcome> place(Seckill sale, Order order) {
        decider.know(sale);
        return lanes.place(sale.id(), order);
    }

    @Override
    public Optional<Outcome> standing(Seckill sale, Phone buyer) {
        return ask(sale, () -> {
            Optional<Known> known = buyers.known(sale.id(), buyer.digits()).map(Known::read);
            boolean holds = known.filter(one -> one.letter() == Known.Letter.R).isPresent();
            // Of a holder the database tells; whoever is unknown hears what a press would be told.
            return holds
                    ? Optional.empty()
                    : known.flatMap(one -> standing(sale, one)).or(() -> soldOut(sale));
        });
    }

    @Override
    public Optional<Outcome> withoutDatabase(Seckill sale, Phone buyer) {
        return ask(sale, () -> {
            // First of all: what is forgotten between the two questions is in doubt in the second.
            Optional<Known> known = buyers.known(sale.id(), buyer.digits()).map(Known::read);
            if (known.filter(one -> one.letter() == Known.Letter.R || one.letter() == Known.Letter.W)
                    .isPresent()) {
                return Optional.of(new Outcome.Unknown());
            }
            return stocks.knowsAllHolders(sale.id(), sale.epoch(), clock.instant())
                    ? Optional.of(new Outcome.Busy(Duration.ZERO))
                    : Optional.empty();
        });
    }

    private <T> T ask(Seckill sale, Supplier<T> question) {
        Pulse pulse = pulse(sale.id());
        if (!pulse.mayTry()) {
            throw new RedisAway("Redis did not answer the latest calls", null, null);
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

    private Pulse pulse(long sale) {
        Pulse known = pulses.get(sale);
        return known != null ? known : pulses.computeIfAbsent(sale, id -> new Pulse("Redis of sale=" + id));
    }

    private Optional<Outcome> soldOut(Seckill sale) {
        return stocks.isSoldOut(sale.id(), sale.epoch(), clock.instant())
                ? Optional.of(new Over(Over.Reason.SOLD_OUT))
                : Optional.empty();
    }

    private Optional<Outcome> standing(Seckill sale, Known known) {
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
