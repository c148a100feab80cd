package org.seckill.tools.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.seckill.tools.check.Violations;

/** Sale after sale on one ground, until no further one would be over in time. */
final class SaleSequence implements AutoCloseable {
    private final SoakNode ground;
    private final SoakPace pace;
    private final Instant end;
    private final ScheduledExecutorService announcer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService lives = Executors.newCachedThreadPool();
    private final Future<?> announcing;
    private final List<Future<List<String>>> endings = new ArrayList<>();
    private volatile long newest;

    /** Begins with the first sale. */
    SaleSequence(SoakNode ground, SoakPace pace, Duration length) {
        this.ground = ground;
        this.pace = pace;
        this.end = Instant.now().plus(length);
        announce();
        announcing = announcer.scheduleAtFixedRate(
                this::announce, pace.apart().toMillis(), pace.apart().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The sale that was announced last. */
    long newest() {
        return newest;
    }

    synchronized int sales() {
        return endings.size();
    }

    /** @return what was broken, when all sales are over */
    List<String> faults() throws InterruptedException {
        announcer.shutdown();
        announcer.awaitTermination(1, TimeUnit.MINUTES);
        List<String> faults = new ArrayList<>();
        // One that threw is not called again, and no further sale was announced.
        if (!announcing.isCancelled()) {
            await(announcing);
        }
        for (Future<List<String>> ending : all()) {
            faults.addAll(await(ending));
        }
        return faults;
    }

    @Override
    public void close() {
        announcer.shutdownNow();
        lives.shutdownNow();
    }

    private <T> T await(Future<T> what) throws InterruptedException {
        try {
            return what.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a sale at the desk " + ground.desk().setting(), e.getCause());
        }
    }

    private synchronized List<Future<List<String>>> all() {
        return List.copyOf(endings);
    }

    private synchronized void announce() {
        if (Instant.now().plus(SaleLifecycle.length(pace)).isAfter(end)) {
            return;
        }
        SaleLifecycle life = new SaleLifecycle(ground, pace, endings.size());
        newest = life.id();
        // Only what was broken is kept: the rest of a sale goes with it.
        endings.add(lives.submit(() -> faults(life.live())));
    }

    private static List<String> faults(Violations violations) {
        return violations.faults();
    }
}
