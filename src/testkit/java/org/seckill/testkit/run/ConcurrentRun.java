package org.seckill.testkit.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs a task in many threads, which begin it at the same moment. */
public final class ConcurrentRun {
    private static final long TIMEOUT_SECONDS = TestTimeouts.TIMEOUT.toSeconds();

    private final List<Thread> threads = new ArrayList<>();
    private final List<FutureTask<Object>> tasks = new ArrayList<>();

    private ConcurrentRun() {}

    /** @param task receives the number of its thread, from 0 */
    public static ConcurrentRun of(int size, IntFunction<Object> task) {
        ConcurrentRun run = new ConcurrentRun();
        CyclicBarrier start = new CyclicBarrier(size);
        for (int i = 0; i < size; i++) {
            int number = i;
            FutureTask<Object> work = new FutureTask<>(() -> {
                start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                return task.apply(number);
            });
            Thread thread = new Thread(work, "run-" + i);
            thread.setDaemon(true);
            run.tasks.add(work);
            run.threads.add(thread);
        }
        run.threads.forEach(Thread::start);
        return run;
    }

    /**
     * Waits until all threads have ended.
     *
     * @throws AssertionError with the exception of a thread as its cause
     */
    @SuppressWarnings("unchecked")
    public <T> List<T> results() {
        List<T> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            try {
                results.add((T) task.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                throw new AssertionError("a thread failed", e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a thread did not end", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return results;
    }

    /** Waits until all threads but {@code others} wait without a time-out. */
    public void awaitAllBlockedBut(int others) {
        TestTimeouts.await()
                .until(() -> threads.stream()
                                .filter(thread -> thread.getState() == Thread.State.WAITING)
                                .count()
                        >= threads.size() - others);
    }

    /** Waits until all threads wait, with or without a time-out. */
    public void awaitAllWaiting() {
        TestTimeouts.await()
                .until(() -> threads.stream()
                        .map(Thread::getState)
                        .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING));
    }

    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the latch was not counted down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
