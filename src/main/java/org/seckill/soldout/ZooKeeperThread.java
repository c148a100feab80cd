package org.seckill.soldout;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A single thread for calls that block on an engine. Steps that are submitted after {@link #close} are dropped. */
final class ZooKeeperThread {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperThread.class);

    /** Longer than the timeout of a call of the database or of ZooKeeper. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(6);

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Exception> failed;

    interface Step {
        void run() throws Exception;
    }

    /** @param failed called on this thread with the exception of a step */
    ZooKeeperThread(String name, Consumer<Exception> failed) {
        this.failed = failed;
        thread = new ScheduledThreadPoolExecutor(1, work -> daemon(work, name), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs a step after those that were submitted before. */
    void soon(Step step) {
        thread.execute(() -> attempt(step));
    }

    void later(Duration delay, Step step) {
        // `attempt` has reported the failure.
        Future<?> unused = thread.schedule(() -> attempt(step), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a step repeatedly, with this pause before each run. */
    void every(Duration pause, Step step) {
        later(pause, () -> {
            attempt(step);
            every(pause, step);
        });
    }

    /** Stops the thread: a servlet container may outlive this application. Waits up to 6 s for the running step. */
    void close() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("a call of an engine still runs after {} s", CLOSE_TIMEOUT.toSeconds());
        }
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failed.accept(e);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
