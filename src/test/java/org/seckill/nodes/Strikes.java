package org.seckill.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.seckill.parts.Part;
import org.seckill.testing.Crowd;

/** Carries a plan out: each part is killed at its time, and started again. */
final class Strikes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, Strikes::daemon);
    private final List<ScheduledFuture<Outage>> running = new ArrayList<>();

    Strikes(List<Strike> plan) {
        plan.forEach(strike -> running.add(threads.schedule(
                () -> strike(strike.part(), strike.down()), strike.after().toNanos(), TimeUnit.NANOSECONDS)));
    }

    /** Waits until all are back. */
    List<Outage> await() {
        Crowd.until(PATIENCE, () -> running.stream().allMatch(ScheduledFuture::isDone));
        List<Outage> outages = new ArrayList<>();
        for (ScheduledFuture<Outage> one : running) {
            try {
                outages.add(one.get());
            } catch (Exception e) {
                throw new AssertionError("a part did not come back", e);
            }
        }
        return outages;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Outage strike(Part part, Duration down) throws InterruptedException {
        Instant from = Instant.now();
        part.kill();
        TimeUnit.NANOSECONDS.sleep(down.toNanos());
        part.start();
        return new Outage(part.name(), from, Instant.now());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "strikes");
        thread.setDaemon(true);
        return thread;
    }
}
