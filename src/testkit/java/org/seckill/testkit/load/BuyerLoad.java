package org.seckill.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.run.TestTimeouts;

/**
 * Many buyers on few threads. Each thread has a connection to the shop; a buyer who waits between two requests uses none.
 */
public final class BuyerLoad implements AutoCloseable {
    private final ScheduledExecutorService threads;
    private final List<RawConnection> lines = Collections.synchronizedList(new ArrayList<>());
    private final ThreadLocal<RawConnection> line;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private volatile boolean isOver;

    /** @param connections the number of threads, each with one connection */
    public BuyerLoad(int port, int connections) {
        threads = Executors.newScheduledThreadPool(connections, BuyerLoad::daemon);
        line = ThreadLocal.withInitial(() -> {
            RawConnection opened = new RawConnection(port);
            lines.add(opened);
            return opened;
        });
    }

    public void send(SimulatedBuyer buyer, Duration after) {
        busy.incrementAndGet();
        later(buyer, after);
    }

    /** Waits until all buyers are done. Returns false on a timeout; the remaining buyers stop then. */
    public boolean await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        TestTimeouts.await().atMost(timeout.plusSeconds(1)).until(() -> isQuiet() || System.nanoTime() - deadline > 0);
        isOver = true;
        Throwable cause = fault.get();
        if (cause != null) {
            throw new AssertionError("a buyer failed", cause);
        }
        return busy.get() == 0;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lines.forEach(RawConnection::close);
    }

    private boolean isQuiet() {
        return busy.get() == 0 || fault.get() != null;
    }

    private void later(SimulatedBuyer buyer, Duration after) {
        // `guarded` keeps the exception of a step.
        var unused = threads.schedule(() -> guarded(() -> step(buyer)), after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void step(SimulatedBuyer buyer) {
        if (isOver) {
            return;
        }
        Duration pause = buyer.step(line.get());
        if (buyer.isDone()) {
            busy.decrementAndGet();
        } else {
            later(buyer, pause);
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            fault.compareAndSet(null, e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "buyers");
        thread.setDaemon(true);
        return thread;
    }
}
