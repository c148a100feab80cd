package org.seckill.soldout;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for what waits for another engine. What is given to it after its end is dropped. */
final class ZooKeeperThread {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperThread.class);

    /** Longer than a call of the database may take, or one of ZooKeeper. */
    private static final Duration FAREWELL = Duration.ofSeconds(6);

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Exception> failed;

    interface Step {
        void run() throws Exception;
    }

    /** @param failed told of a step that throws, on this thread */
    ZooKeeperThread(String name, Consumer<Exception> failed) {
        this.failed = failed;
        thread = new ScheduledThreadPoolExecutor(1, work -> daemon(work, name), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** In the order in which they are given. */
    void soon(Step step) {
        thread.execute(() -> attempt(step));
    }

    void later(Duration delay, Step step) {
        // What it throws is told already.
        Future<?> unused = thread.schedule(() -> attempt(step), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Again and again, after so long each time. */
    void every(Duration pause, Step step) {
        later(pause, () -> {
            attempt(step);
            every(pause, step);
        });
    }

    /** A container that goes on without this application must not be left with its thread. */
    void close() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("an engine is still being waited for");
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
