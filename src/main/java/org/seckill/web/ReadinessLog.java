package org.seckill.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Logs one line when a part of this node goes down, and one when it comes back. It runs all probes of {@code readyz}
 * every two seconds, on a thread of its own.
 */
@Component
final class ReadinessLog implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ReadinessLog.class);

    /** Exempts the lines from {@code RepeatFilter}: each change is logged. */
    private static final Marker CHANGE = MarkerFactory.getMarker("change");

    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** Longer than the timeout of a probe. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(6);

    private final List<Probe> probes;
    private final Clock clock;
    private final Map<String, Down> down = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ReadinessLog::thread);

    private record Down(Instant since, String reason) {}

    ReadinessLog(List<Probe> probes, Clock clock) {
        this.probes = List.copyOf(probes);
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The task catches everything.
    public void afterPropertiesSet() {
        thread.scheduleWithFixedDelay(
                () -> probes.forEach(this::checkSafely), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void destroy() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void checkSafely(Probe probe) {
        try {
            check(probe);
        } catch (RuntimeException | Error e) {
            // An exception would end the schedule.
            log.error("could not check {}", probe.name(), e);
        }
    }

    void check(Probe probe) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            logChange(probe.name(), probe.check().get(), "");
        } catch (RuntimeException e) {
            String cause = " (" + NestedExceptionUtils.getMostSpecificCause(e) + ")";
            logChange(probe.name(), Optional.of(Probe.SILENT), cause);
        }
    }

    private void logChange(String name, Optional<String> reason, String detail) {
        Down before = down.get(name);
        if (reason.isEmpty()) {
            if (before != null) {
                down.remove(name);
                log.warn(
                        CHANGE,
                        "back part={} after {} s",
                        name,
                        Duration.between(before.since, clock.instant()).toSeconds());
            }
        } else if (before == null || !before.reason.equals(reason.get())) {
            down.put(name, new Down(before == null ? clock.instant() : before.since, reason.get()));
            log.warn(CHANGE, "lost part={}: {}{}", name, reason.get(), detail);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "readiness-log");
        thread.setDaemon(true);
        return thread;
    }
}
