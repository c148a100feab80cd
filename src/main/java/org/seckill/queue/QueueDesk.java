package org.seckill.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.batch.OrderBatcher;
import org.seckill.buyer.Phone;
import org.seckill.http.NonBlockingThread;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.PurchaseDesk;
import org.seckill.redis.RedisUnavailable;
import org.seckill.reservation.OrderState;
import org.seckill.reservation.QueueLimits;
import org.seckill.reservation.RedisBuyers;
import org.seckill.reservation.RedisBuyers.Buyer;
import org.seckill.reservation.RedisStocks;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/**
 * The purchase desk that reserves units in Redis. A buyer with a reservation is answered "queued" at once; a consumer of
 * the sale's stream records the order later, and the procedure decides it. Thread-safe.
 */
@Component
public final class QueueDesk implements PurchaseDesk, AutoCloseable {
    /** The most orders of one script call: Lua's {@code unpack} is limited to some thousands of values. */
    private static final int BATCH = 1000;

    private static final Set<OrderState> MAY_HOLD = EnumSet.of(OrderState.WAITING, OrderState.RECORDED);

    private final RedisBuyers buyers;
    private final RedisStocks stocks;
    private final ReservationEngine engine;
    private final OrderBatcher lanes;
    private final Clock clock;

    /** One breaker per sale: while one master of a Cluster is unreachable, sales on other masters continue. */
    private final ConcurrentMap<Long, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    QueueDesk(
            ReservationEngine engine,
            RedisBuyers buyers,
            RedisStocks stocks,
            OrderDeadline deadline,
            LaneLimits limits,
            Clock clock,
            MeterRegistry registry) {
        this.engine = engine;
        this.buyers = buyers;
        this.stocks = stocks;
        this.clock = clock;
        LaneLimits laneLimits =
                new LaneLimits(QueueLimits.LANE_THREADS, limits.places(), Math.min(limits.batch(), BATCH));
        this.lanes = new OrderBatcher("queue", engine, deadline, laneLimits, this::breaker, registry, "seckill.queue.");
    }

    @Override
    public CompletableFuture<Outcome> place(Sale sale, Order order) {
        engine.remember(sale);
        return lanes.place(sale.id(), order);
    }

    @Override
    public Optional<Outcome> standing(Sale sale, Phone buyer) {
        return call(sale, () -> {
            Optional<Buyer> state = buyers.known(sale.id(), buyer.digits());
            // The database answers for a holder. An unknown buyer gets the answer that an order would get.
            return state.filter(one -> one.state() == OrderState.RECORDED).isPresent()
                    ? Optional.empty()
                    : state.flatMap(one -> standing(sale, one)).or(() -> soldOut(sale));
        });
    }

    @Override
    public Optional<Outcome> withoutDatabase(Sale sale, Phone buyer) {
        return call(sale, () -> {
            // Read the buyer first: if Redis loses the buyer between the two calls, the second call reports doubt.
            Optional<OrderState> state = buyers.known(sale.id(), buyer.digits()).map(Buyer::state);
            if (state.filter(MAY_HOLD::contains).isPresent()) {
                return Optional.of(new Outcome.Unknown());
            }
            return stocks.knowsAllHolders(sale.id(), sale.epoch(), clock.instant())
                    ? Optional.of(new Outcome.Busy(Duration.ZERO))
                    : Optional.empty();
        });
    }

    private <T> T call(Sale sale, Supplier<T> call) {
        NonBlockingThread.check();
        CircuitBreaker breaker = breaker(sale.id());
        if (!breaker.tryAcquire()) {
            throw new RedisUnavailable("the circuit breaker of Redis is open", null, null);
        }
        return breaker.call(call);
    }

    @Override
    public void close() {
        lanes.close();
    }

    private CircuitBreaker breaker(long sale) {
        CircuitBreaker existing = breakers.get(sale);
        return existing != null
                ? existing
                : breakers.computeIfAbsent(sale, id -> new CircuitBreaker("Redis of sale=" + id, thrown -> false));
    }

    private Optional<Outcome> soldOut(Sale sale) {
        return stocks.isSoldOut(sale.id(), sale.epoch(), clock.instant())
                ? Optional.of(new Over(Over.Reason.SOLD_OUT))
                : Optional.empty();
    }

    private Optional<Outcome> standing(Sale sale, Buyer state) {
        return switch (state.state()) {
            case WAITING -> Optional.of(new Outcome.Queued(state.ticket()));
            // Valid until a restock raises the epoch.
            case SOLD_OUT ->
                Optional.<Outcome>of(new Over(Over.Reason.SOLD_OUT))
                        .filter(over -> sale.epoch() <= Integer.parseInt(state.word()));
            case CLOSED ->
                Optional.<Outcome>of(new Over(Over.Reason.CLOSED))
                        .filter(over -> sale.phase(clock.instant()) != Phase.OPEN);
            // Nothing is recorded, and the buyer may try again; or recorded, and the database answers.
            default -> Optional.empty();
        };
    }
}
