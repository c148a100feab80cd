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
 * What buyers hold. No caller waits for the database: a few threads ask it, for all together who came meanwhile. Safe for
 * use by any number of threads.
 */
@Component
final class PurchaseLookup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PurchaseLookup.class);

    /** Fewer than may ask the database at once, for pages are read there, too. */
    static final int THREADS = DatabaseBulkhead.AT_ONCE / 2;

    private static final int WAITING = 1000;

    /** Of one sale in one question. */
    private static final int TOGETHER = 200;

    /** A database that answers serves thousands in this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PurchaseMapper purchases;
    private final DatabaseBulkhead database;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    /** Has a task for each question, which the task of another one may answer. */
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            new CustomizableThreadFactory("holdings-"));

    /** An own one: the thread of {@link CompletableFuture#orTimeout} would outlive the application in a container. */
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("holdings-watch-"));

    private record Question(long sale, String phone, CompletableFuture<Optional<Purchase>> answer) {}

    PurchaseLookup(PurchaseMapper purchases, DatabaseBulkhead database) {
        this.purchases = purchases;
        this.database = database;
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * Never blocks.
     *
     * @return completed with {@link ServiceBusy} when the database is not asked, because it is silent or too many others ask,
     *     or does not answer in time; and with {@link DataAccessException} when it failed
     */
    CompletableFuture<Optional<Purchase>> find(long sale, Phone buyer) {
        Question question = new Question(sale, buyer.digits(), new CompletableFuture<>());
        questions.add(question);
        try {
            Future<?> end = watch.schedule(
                    () -> question.answer.completeExceptionally(new ServiceBusy()),
                    PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS);
            // What it throws there is nobody's concern: the caller has the answer itself.
            CompletableFuture<?> unused = question.answer.whenComplete((held, failed) -> end.cancel(false));
            threads.execute(this::answerSome);
        } catch (RejectedExecutionException e) {
            log.debug("too many ask what they hold sale={}", sale, e);
            questions.remove(question);
            question.answer.completeExceptionally(new ServiceBusy());
        }
        return question.answer;
    }

    /**
     * @return completed with {@code Repeat} when the buyer is found to hold a unit, with the other outcome when not, and
     *     with {@code Unknown} when nobody can tell now
     */
    CompletableFuture<Outcome> repeatOr(long sale, Phone buyer, Outcome other) {
        return find(sale, buyer).handle((held, failed) -> {
            if (failed != null) {
                log.debug("holding unknown sale={}", sale, failed);
                return new Outcome.Unknown();
            }
            return held.<Outcome>map(Outcome.Repeat::new).orElse(other);
        });
    }

    @Override
    public void close() {
        threads.shutdown();
        watch.shutdownNow();
    }

    private void answerSome() {
        List<Question> some = new ArrayList<>();
        questions.drainTo(some, TOGETHER);
        some.stream().collect(groupingBy(Question::sale)).forEach(this::answer);
    }

    private void answer(long sale, List<Question> asked) {
        try {
            List<String> phones = asked.stream().map(Question::phone).toList();
            Map<String, Purchase> held = database.ask(() -> purchases.find(sale, phones)).stream()
                    .collect(toMap(purchase -> purchase.buyer().digits(), Function.identity()));
            asked.forEach(one -> one.answer.complete(Optional.ofNullable(held.get(one.phone))));
        } catch (RuntimeException e) {
            if (asked.size() > 1 && !(e instanceof ServiceBusy)) {
                // One of these purchases may be unreadable, and is nobody's concern but its buyer's.
                asked.forEach(one -> answer(sale, List.of(one)));
            } else {
                asked.forEach(one -> one.answer.completeExceptionally(e));
            }
        }
    }
}
