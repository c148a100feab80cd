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
 * Group commit for the orders of a desk (DeWitt et al., Implementation Techniques for Main Memory Database Systems, SIGMOD
 * 1984): one lane per sale, and one call takes all orders that wait in a lane. Each order is answered by the desk's
 * deadline. After it the engine refuses the order, so that a delayed call records nothing that was answered otherwise.
 * While a sale's engine does not answer, its orders are refused at once. Thread-safe.
 */
public final class OrderBatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OrderBatcher.class);

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);

    private final String name;
    private final BatchEngine engine;
    private final Duration deadline;
    private final LaneLimits limits;
    private final BatchMeters meters;
    private final LongFunction<CircuitBreaker> breakers;
    /** By sale; of the sales with recent orders. */
    private final ConcurrentMap<Long, Lane> lanes = new ConcurrentHashMap<>();

    private final ExecutorService callers;
    private final ScheduledExecutorService watch;
    private volatile boolean closed;

    /**
     * @param name prefix of the threads' names
     * @param orderDeadline the time in which each order is answered
     * @param breakers the circuit breaker of a sale's engine; sales that share an engine share its breaker
     * @param prefix of the meters' names, with a dot at its end
     */
    public OrderBatcher(
            String name,
            BatchEngine engine,
            OrderDeadline orderDeadline,
            LaneLimits limits,
            LongFunction<CircuitBreaker> breakers,
            MeterRegistry registry,
            String prefix) {
        this.engine = engine;
        this.deadline = orderDeadline.deadline();
        this.limits = limits;
        this.breakers = breakers;
        this.name = name;
        this.meters = new BatchMeters(registry, prefix);
        this.callers = callers(limits.callers());
        this.watch = watch(name + "-deadlines-");
        long pause = CHECK_INTERVAL.toMillis();
        // `close` shuts `watch` down.
        Future<?> unused = watch.scheduleWithFixedDelay(this::checkDeadlines, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * Places an order with the desk's deadline. Never blocks.
     *
     * @return completed with the engine's decision; or with {@code Busy} or {@code Unknown} at the deadline, or, if a
     *     call is in flight then, when that call returns or its connection times out; never with an exception. A thread
     *     of the lanes completes it: dependent stages must not block
     */
    public CompletableFuture<Outcome> place(long sale, Order order) {
        return place(sale, order, System.nanoTime() + deadline.toNanos());
    }

    /**
     * Places an order with a deadline of its own. Never blocks; answers as {@link #place(long, Order)} does.
     *
     * @param until the order's deadline by {@link System#nanoTime()}; the desk's deadline if that is earlier
     */
    public CompletableFuture<Outcome> place(long sale, Order order, long until) {
        if (closed || !breakers.apply(sale).tryAcquireOrder()) {
            return CompletableFuture.completedFuture(Outcome.Busy.SOON);
        }
        long now = System.nanoTime();
        PendingOrder pending = new PendingOrder(order, now, now + Math.min(deadline.toNanos(), until - now));
        while (true) {
            Lane lane = lane(sale);
            switch (lane.join(pending)) {
                case ACCEPTED -> {
                    return pending.answer();
                }
                case FULL -> {
                    return CompletableFuture.completedFuture(new Outcome.Busy(lane.timeToServeAll(deadline)));
                }
                // Another thread is removing the lane from the map.
                case RETIRED -> Thread.onSpinWait();
            }
        }
    }

    /**
     * Takes no more orders, refuses those that wait, and returns when those in flight are decided or given up. While the
     * engine hangs, or a lost call leaves an order in doubt, it waits until the deadline: the servlet container sends no
     * answers after it.
     */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(Lane::refuseAll);
        callers.shutdown();
        try {
            if (!callers.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                callers.shutdownNow();
            }
            // Orders that a lost call left in doubt are still answered at their deadlines.
            watch.shutdown();
            if (!watch.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("closed while the outcome of some orders is unknown");
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
        BatchExecutor executor = new BatchExecutor(sale, engine, breakers.apply(sale), meters);
        Lane lane = new Lane(sale, executor, callers, watch, limits, meters);
        meters.watchLane(sale, lane::length);
        return lane;
    }

    private void checkDeadlines() {
        try {
            long now = System.nanoTime();
            long idleSince = now - limits.keptIdle().toNanos();
            lanes.forEach((sale, lane) -> {
                lane.expire(now);
                if (!breakers.apply(sale).isAvailable()) {
                    lane.refuseAll();
                }
                if (lane.isIdleSince(idleSince)) {
                    forget(sale, idleSince);
                }
            });
        } catch (RuntimeException | Error e) {
            // A thrown exception would cancel the task, and later deadlines would be missed.
            log.error("could not check deadlines", e);
        }
    }

    // Inside the map's atomic step for this sale: the gauge of a lane that is opened at the same time stays.
    private void forget(long sale, long idleSince) {
        lanes.computeIfPresent(sale, (id, lane) -> {
            if (!lane.retire(idleSince)) {
                return lane;
            }
            meters.forgetLane(sale);
            return null;
        });
    }

    /** Starts all threads now: a thread that cannot be created fails the start and no order. */
    private ThreadPoolExecutor callers(int count) {
        ThreadPoolExecutor callers = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name + "-"));
        callers.prestartAllCoreThreads();
        return callers;
    }

    private static ScheduledExecutorService watch(String name) {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, threads(name));
        // Otherwise `close` would wait for cancelled tasks.
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    private static ThreadFactory threads(String prefix) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
        threads.setDaemon(true);
        return threads;
    }
}
