package org.seckill.purchase;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.seckill.buyer.Phone;
import org.seckill.http.ServiceBusy;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Looks up buyers' purchases in the database without blocking the caller. Few threads run the queries; one query
 * answers all requests that wait when it starts. Thread-safe.
 */
@Component
final class PurchaseLookup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PurchaseLookup.class);

    /** Half of the bulkhead's permits: the other half is for pages. */
    static final int THREADS = DatabaseBulkhead.MAX_CONCURRENT_CALLS / 2;

    private static final int MAX_WAITING = 1000;

    /** The most requests that one thread takes at a time. */
    private static final int MAX_BATCH = 200;

    /** From the request to its answer. A healthy database answers thousands of requests in this time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final PurchaseMapper purchases;
    private final DatabaseBulkhead database;
    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>();

    /** Gets one task for each request. A task may find its request answered by an earlier task. */
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            new CustomizableThreadFactory("purchase-lookup-"));

    /** Not {@link CompletableFuture#orTimeout}: its thread would outlive the application in a container. */
    private final ScheduledThreadPoolExecutor timeouts =
            new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("purchase-lookup-timeout-"));

    private record Request(long sale, String phone, CompletableFuture<Optional<Purchase>> answer) {}

    PurchaseLookup(PurchaseMapper purchases, DatabaseBulkhead database) {
        this.purchases = purchases;
        this.database = database;
        timeouts.setRemoveOnCancelPolicy(true);
    }

    /**
     * Finds a buyer's purchase. Never blocks.
     *
     * @return completed within a second; with {@link ServiceBusy} if the database was not asked (its circuit breaker is
     *     open, or too many requests wait) or did not answer in time; with {@link DataAccessException} if the query
     *     failed
     */
    CompletableFuture<Optional<Purchase>> find(long sale, Phone buyer) {
        Request request = new Request(sale, buyer.digits(), new CompletableFuture<>());
        waiting.add(request);
        try {
            Future<?> timeout = timeouts.schedule(
                    () -> request.answer.completeExceptionally(new ServiceBusy()),
                    TIMEOUT.toMillis(),
                    TimeUnit.MILLISECONDS);
            // The caller handles a failure: it has `answer` itself.
            CompletableFuture<?> unused = request.answer.whenComplete((held, failed) -> timeout.cancel(false));
            threads.execute(this::answerBatch);
        } catch (RejectedExecutionException e) {
            log.debug("too many look-ups of purchases wait sale={}", sale, e);
            waiting.remove(request);
            request.answer.completeExceptionally(new ServiceBusy());
        }
        return request.answer;
    }

    /**
     * Replaces an outcome by {@code Repeat} if the buyer has a purchase. Never blocks.
     *
     * @return completed with {@code Repeat} if the database has a purchase, with {@code other} if not, and with
     *     {@code Unknown} if the look-up failed
     */
    CompletableFuture<Outcome> repeatOr(long sale, Phone buyer, Outcome other) {
        return find(sale, buyer).handle((held, failed) -> {
            if (failed != null) {
                log.debug("could not look up a purchase sale={}", sale, failed);
                return new Outcome.Unknown();
            }
            return held.<Outcome>map(Outcome.Repeat::new).orElse(other);
        });
    }

    @Override
    public void close() {
        threads.shutdown();
        timeouts.shutdownNow();
    }

    private void answerBatch() {
        List<Request> batch = new ArrayList<>();
        waiting.drainTo(batch, MAX_BATCH);
        batch.stream().collect(groupingBy(Request::sale)).forEach(this::answer);
    }

    private void answer(long sale, List<Request> requests) {
        try {
            List<String> phones = requests.stream().map(Request::phone).toList();
            Map<String, Purchase> held = database.call(() -> purchases.find(sale, phones)).stream()
                    .collect(toMap(purchase -> purchase.buyer().digits(), Function.identity()));
            requests.forEach(one -> one.answer.complete(Optional.ofNullable(held.get(one.phone))));
        } catch (RuntimeException e) {
            if (requests.size() > 1 && !(e instanceof ServiceBusy)) {
                // One row may be unreadable: only the request of its buyer fails.
                requests.forEach(one -> answer(sale, List.of(one)));
            } else {
                requests.forEach(one -> one.answer.completeExceptionally(e));
            }
        }
    }
}
