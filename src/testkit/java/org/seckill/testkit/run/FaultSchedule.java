package org.seckill.testkit.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Carries a plan out: each strike comes at its time, and is mended. None may strike what is struck already. */
public final class FaultSchedule implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ScheduledExecutorService threads;
    private final List<ScheduledFuture<Outage>> running = new ArrayList<>();

    public FaultSchedule(List<ScheduledFault> plan) {
        threads = Executors.newScheduledThreadPool(plan.size(), FaultSchedule::daemon);
        plan.forEach(strike -> running.add(
                threads.schedule(() -> carryOut(strike), strike.after().toNanos(), TimeUnit.NANOSECONDS)));
    }

    /** Waits until all is mended. */
    public List<Outage> await() {
        TestTimeouts.await().atMost(PATIENCE).until(() -> running.stream().allMatch(ScheduledFuture::isDone));
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

    private static Outage carryOut(ScheduledFault strike) throws InterruptedException {
        Instant from = Instant.now();
        strike.affliction().begins().run();
        TimeUnit.NANOSECONDS.sleep(strike.lasting().toNanos());
        strike.affliction().ends().run();
        return new Outage(strike.affliction().what(), from, Instant.now());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "strikes");
        thread.setDaemon(true);
        return thread;
    }
}
