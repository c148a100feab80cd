package org.seckill.batch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The lanes of a desk, one for each sale, from which one call takes all who wait (a group commit: DeWitt et al.,
 * Implementation Techniques for Main Memory Database Systems, SIGMOD 1984). No order waits longer than the desk has
 * patience; after that the engine itself refuses it, so that a call which was lost on its way does nothing behind
 * anybody's back. While a sale's engine does not answer, its orders are refused at once. Safe for use by any number of threads.
 */
public final class OrderBatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OrderBatcher.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final String name;
    private final BatchEngine decider;
    private final Duration patience;
    private final LaneLimits limits;
    private final BatchMeters meters;
    private final LongFunction<CircuitBreaker> pulses;
    /** Of the sales in which somebody wanted to buy of late. */
    private final ConcurrentMap<Long, Lane> lanes = new ConcurrentHashMap<>();

    private final ExecutorService callers;
    private final ScheduledExecutorService watch;
    private volatile boolean closed;

    /**
     * @param name of the threads
     * @param pulses of what each sale depends on: the same one for all sales that can only be away together
     * @param prefix of the meters' names, with a dot at its end
     */
    public OrderBatcher(
            String name,
            BatchEngine decider,
            OrderDeadline patience,
            LaneLimits limits,
            LongFunction<CircuitBreaker> pulses,
            MeterRegistry registry,
            String prefix) {
        this.decider = decider;
        this.patience = patience.deadline();
        this.limits = limits;
        this.pulses = pulses;
        this.name = name;
        this.meters = new BatchMeters(registry, prefix);
        this.callers = callers(limits.callers());
        this.watch = watch(name + "-deadlines-");
        long pause = BETWEEN_LOOKS.toMillis();
        // It ends with `watch`.
        Future<?> unused = watch.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * Never blocks.
     *
     * @return completed with what the engine decided, or with {@code Busy} or {@code Unknown} at the deadline or, when
     *     a call is in flight then, as soon as that returns or its connection times out; at the deadline also when an
     *     earlier call was lost and a later one was refused; never with an exception. By a thread of the lanes, which
     *     whoever depends on it must not hold up
     */
    public CompletableFuture<Outcome> place(long sale, Order order) {
        return place(sale, order, System.nanoTime() + patience.toNanos());
    }

    /**
     * The same for whoever has less patience.
     *
     * @param until its deadline, by {@link System#nanoTime()}
     */
    public CompletableFuture<Outcome> place(long sale, Order order, long until) {
        if (closed || !pulses.apply(sale).mayOrder()) {
            return CompletableFuture.completedFuture(Outcome.Busy.SOON);
        }
        long now = System.nanoTime();
        PendingOrder buyer = new PendingOrder(order, now, now + Math.min(patience.toNanos(), until - now));
        while (true) {
            Lane lane = lane(sale);
            switch (lane.join(buyer)) {
                case STANDS -> {
                    return buyer.answer();
                }
                case FULL -> {
                    return CompletableFuture.completedFuture(new Outcome.Busy(lane.timeToServeAll(patience)));
                }
                // It leaves the map within a moment.
                case RETIRED -> Thread.onSpinWait();
            }
        }
    }

    /**
     * Takes no more orders, refuses those that wait, and returns when those in flight are known or given up: while the
     * engine hangs or a lost call leaves one in doubt, that is when the desk's patience ends, for afterwards the
     * container has no ear for answers.
     */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(Lane::refuseAll);
        callers.shutdown();
        try {
            if (!callers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                callers.shutdownNow();
            }
            // It still answers, each at its deadline, those orders that a lost call left in doubt.
            watch.shutdown();
            if (!watch.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("closed with orders in doubt");
            }
        } catch (InterruptedException e) {
            callers.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            watch.shutdownNow();
            lanes.values().forEach(Lane::giveUpAll);
        }
    }

    private Lane lane(long sale) {
        Lane known = lanes.get(sale);
        return known != null ? known : lanes.computeIfAbsent(sale, this::open);
    }

    private Lane open(long sale) {
        BatchExecutor teller = new BatchExecutor(sale, decider, pulses.apply(sale), meters);
        Lane lane = new Lane(sale, teller, callers, watch, limits, meters);
        meters.watchLane(sale, lane::length);
        return lane;
    }

    private void look() {
        try {
            long now = System.nanoTime();
            long idleSince = now - limits.keptIdle().toNanos();
            lanes.forEach((sale, lane) -> {
                lane.expire(now);
                if (!pulses.apply(sale).isSound()) {
                    lane.refuseAll();
                }
                if (lane.isIdleSince(idleSince)) {
                    forget(sale, idleSince);
                }
            });
        } catch (RuntimeException | Error e) {
            // It would end the watch, and deadlines would pass unseen.
            log.error("could not look for deadlines", e);
        }
    }

    // Within the map's step for this sale, so that a lane that begins meanwhile keeps its gauge.
    private void forget(long sale, long idleSince) {
        lanes.computeIfPresent(sale, (id, lane) -> {
            if (!lane.retire(idleSince)) {
                return lane;
            }
            meters.forgetLane(sale);
            return null;
        });
    }

    /** All of them at once: a thread that cannot be made should fail the start, and not a buyer. */
    private ThreadPoolExecutor callers(int count) {
        ThreadPoolExecutor callers = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name + "-"));
        callers.prestartAllCoreThreads();
        return callers;
    }

    private static ScheduledExecutorService watch(String name) {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, threads(name));
        // What is cancelled would else be waited for in `close`.
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    private static ThreadFactory threads(String prefix) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
        threads.setDaemon(true);
        return threads;
    }
}
