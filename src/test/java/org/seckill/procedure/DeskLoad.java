package org.seckill.procedure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.sale.Sale;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.run.ConcurrentRun;

/** The buyers of one scene: places their orders and waits for the answers. */
final class DeskLoad {
    /** Added to the deadline on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration UNTIL_ALL_ARE_DECIDED = Duration.ofMinutes(1);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(50);

    /** Threads that place orders. */
    private static final int THREADS = 4;

    private final DeskScene scene;
    private final Sale sale;
    private final ProcedureDesk desk;

    DeskLoad(DeskScene scene, Sale sale, ProcedureDesk desk) {
        this.scene = scene;
        this.sale = sale;
        this.desk = desk;
    }

    /**
     * Places the orders of the scene, and restocks meanwhile if the scene has a restock.
     *
     * @return the answers to all orders
     */
    List<AnsweredOrder> sell(Database database) {
        ConcurrentRun crowd =
                ConcurrentRun.of(THREADS + 1, thread -> thread < THREADS ? placePart(thread) : restock(database));
        List<List<CompletableFuture<AnsweredOrder>>> placed = crowd.results();
        return await(placed.stream().flatMap(List::stream).toList());
    }

    /** Places one more order for each buyer, and repeats it while the answer is busy or unknown. */
    List<AnsweredOrder> askAgain() {
        long begun = System.nanoTime();
        List<AnsweredOrder> all = new ArrayList<>();
        List<Phone> asking = scene.allBuyers();
        while (!asking.isEmpty()) {
            List<AnsweredOrder> answers = await(
                    asking.stream().map(buyer -> place(sale, Order.by(buyer))).toList());
            all.addAll(answers);
            asking = answers.stream()
                    .filter(answer -> !answer.isKnown())
                    .map(answer -> answer.order().buyer())
                    .toList();
            if (System.nanoTime() - begun > UNTIL_ALL_ARE_DECIDED.toNanos()) {
                throw new AssertionError("buyers are still without a decision: " + answers);
            }
            sleepUntil(System.nanoTime(), asking.isEmpty() ? Duration.ZERO : BETWEEN_ROUNDS);
        }
        return all;
    }

    AnsweredOrder placeAndAwait(Sale where, Phone buyer) {
        return await(List.of(place(where, Order.by(buyer)))).get(0);
    }

    private List<CompletableFuture<AnsweredOrder>> placePart(int thread) {
        long begun = System.nanoTime();
        List<CompletableFuture<AnsweredOrder>> placed = new ArrayList<>();
        for (int i = thread; i < scene.presses().size(); i += THREADS) {
            DeskScene.Press press = scene.presses().get(i);
            sleepUntil(begun, press.after());
            placed.add(place(sale, press.order()));
        }
        return placed;
    }

    private List<CompletableFuture<AnsweredOrder>> restock(Database database) {
        long begun = System.nanoTime();
        scene.restockAfter().ifPresent(after -> {
            sleepUntil(begun, after);
            database.rows("CALL restock_seckill(?, ?)", sale.id(), DeskScene.RESTOCK);
        });
        return List.of();
    }

    private CompletableFuture<AnsweredOrder> place(Sale where, Order order) {
        return desk.place(where, order).thenApply(outcome -> new AnsweredOrder(order, outcome, Instant.now()));
    }

    private List<AnsweredOrder> await(List<CompletableFuture<AnsweredOrder>> placed) {
        Duration longest = scene.deadline().plus(GRACE);
        try {
            CompletableFuture.allOf(placed.toArray(CompletableFuture[]::new))
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            long open = placed.stream().filter(answer -> !answer.isDone()).count();
            throw new AssertionError(
                    String.format(Locale.ROOT, "%d of %d orders were never answered", open, placed.size()), e);
        } catch (ExecutionException e) {
            throw new AssertionError("an order was answered with an exception", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return placed.stream().map(CompletableFuture::join).toList();
    }

    private static void sleepUntil(long begun, Duration after) {
        try {
            TimeUnit.NANOSECONDS.sleep(begun + after.toNanos() - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
