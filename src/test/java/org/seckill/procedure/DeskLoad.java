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

/** The crowd of one scene, which presses its buttons and waits for the answers. */
final class DeskLoad {
    /** After the deadline, on a machine that is busy with other things. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration UNTIL_EVERYBODY_KNOWS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(50);

    /** Threads that press the buttons. */
    private static final int FINGERS = 4;

    private final DeskScene scene;
    private final Sale sale;
    private final ProcedureDesk desk;

    DeskLoad(DeskScene scene, Sale sale, ProcedureDesk desk) {
        this.scene = scene;
        this.sale = sale;
        this.desk = desk;
    }

    /** @return what the crowd is told; the stock is added to meanwhile if the scene says so */
    List<AnsweredOrder> sell(Database database) {
        ConcurrentRun crowd =
                ConcurrentRun.of(FINGERS + 1, finger -> finger < FINGERS ? press(finger) : restock(database));
        List<List<CompletableFuture<AnsweredOrder>>> placed = crowd.results();
        return await(placed.stream().flatMap(List::stream).toList());
    }

    /** Everybody presses once more, and again while busy or unknown is the answer. */
    List<AnsweredOrder> askAgain() {
        long begun = System.nanoTime();
        List<AnsweredOrder> all = new ArrayList<>();
        List<Phone> asking = scene.everybody();
        while (!asking.isEmpty()) {
            List<AnsweredOrder> answers = await(
                    asking.stream().map(buyer -> place(sale, Order.by(buyer))).toList());
            all.addAll(answers);
            asking = answers.stream()
                    .filter(answer -> !answer.isKnown())
                    .map(answer -> answer.order().buyer())
                    .toList();
            if (System.nanoTime() - begun > UNTIL_EVERYBODY_KNOWS.toNanos()) {
                throw new AssertionError("it does not sell again: " + answers);
            }
            sleepUntil(System.nanoTime(), asking.isEmpty() ? Duration.ZERO : BETWEEN_ROUNDS);
        }
        return all;
    }

    AnsweredOrder placeAndAwait(Sale where, Phone buyer) {
        return await(List.of(place(where, Order.by(buyer)))).get(0);
    }

    private List<CompletableFuture<AnsweredOrder>> press(int finger) {
        long begun = System.nanoTime();
        List<CompletableFuture<AnsweredOrder>> placed = new ArrayList<>();
        for (int i = finger; i < scene.presses().size(); i += FINGERS) {
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
        Duration patience = scene.deadline().plus(GRACE);
        try {
            CompletableFuture.allOf(placed.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
