package org.seckill.testkit.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Many real threads that do the same thing at the same moment. */
public final class ConcurrentRun {
    private static final long PATIENCE_SECONDS = 120;

    private final List<Thread> threads = new ArrayList<>();
    private final List<FutureTask<Object>> tasks = new ArrayList<>();

    private ConcurrentRun() {}

    /** Starts the threads, which all begin the task together. */
    public static ConcurrentRun of(int size, IntFunction<Object> task) {
        ConcurrentRun crowd = new ConcurrentRun();
        CyclicBarrier together = new CyclicBarrier(size);
        for (int i = 0; i < size; i++) {
            int member = i;
            FutureTask<Object> work = new FutureTask<>(() -> {
                together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return task.apply(member);
            });
            Thread thread = new Thread(work, "crowd-" + i);
            thread.setDaemon(true);
            crowd.tasks.add(work);
            crowd.threads.add(thread);
        }
        crowd.threads.forEach(Thread::start);
        return crowd;
    }

    /** Waits until all have ended; a member's exception is thrown here. */
    @SuppressWarnings("unchecked")
    public <T> List<T> results() {
        List<T> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            try {
                results.add((T) task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                throw new AssertionError("a member failed", e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a member did not end", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return results;
    }

    /** Waits until all members but so many wait for another one. */
    public void awaitAllBlockedBut(int others) {
        until(() -> threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                >= threads.size() - others);
    }

    /** Waits until all members wait, for whatever and with whatever patience. */
    public void awaitAllWaiting() {
        until(() -> threads.stream()
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING));
    }

    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Looks again and again until it is so, and fails when it is not in time. */
    public static void until(BooleanSupplier condition) {
        until(Duration.ofSeconds(PATIENCE_SECONDS), condition);
    }

    public static void until(Duration patience, BooleanSupplier condition) {
        until(patience, condition::getAsBoolean, so -> so);
    }

    /** Looks again and again until it sees such a thing. */
    public static <T> T until(Supplier<T> look, Predicate<T> isSuch) {
        return until(Duration.ofSeconds(PATIENCE_SECONDS), look, isSuch);
    }

    private static <T> T until(Duration patience, Supplier<T> look, Predicate<T> isSuch) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            T seen = look.get();
            if (isSuch.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not become so: " + seen);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
