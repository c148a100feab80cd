package org.seckill.testkit.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Begins and ends planned faults at their times. The faults of one part must not overlap. */
public final class FaultSchedule implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final ScheduledExecutorService threads;
    private final List<ScheduledFuture<Outage>> running = new ArrayList<>();

    public FaultSchedule(List<ScheduledFault> plan) {
        threads = Executors.newScheduledThreadPool(plan.size(), FaultSchedule::daemon);
        plan.forEach(planned ->
                running.add(threads.schedule(() -> run(planned), planned.after().toNanos(), TimeUnit.NANOSECONDS)));
    }

    /** Waits until all faults have ended. */
    public List<Outage> await() {
        TestTimeouts.await().atMost(TIMEOUT).until(() -> running.stream().allMatch(ScheduledFuture::isDone));
        List<Outage> outages = new ArrayList<>();
        for (ScheduledFuture<Outage> one : running) {
            try {
                outages.add(one.get());
            } catch (Exception e) {
                throw new AssertionError("a part did not serve again", e);
            }
        }
        return outages;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Outage run(ScheduledFault planned) throws InterruptedException {
        Instant from = Instant.now();
        planned.fault().begins().run();
        TimeUnit.NANOSECONDS.sleep(planned.lasting().toNanos());
        planned.fault().ends().run();
        return new Outage(planned.fault().what(), from, Instant.now());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "faults");
        thread.setDaemon(true);
        return thread;
    }
}
