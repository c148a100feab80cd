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
 * Says in one line when something that this node needs is lost, and in one when it is back. It asks all probes of
 * {@code readyz} every two seconds, whether anybody asks for {@code readyz} or not.
 */
@Component
final class ReadinessLog implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ReadinessLog.class);

    /** Each change is told, also the second one within a minute. */
    private static final Marker CHANGE = MarkerFactory.getMarker("change");

    private static final Duration BETWEEN = Duration.ofSeconds(2);

    /** Longer than a probe may take. */
    private static final Duration LAST_CHECK = Duration.ofSeconds(6);

    private final List<Probe> probes;
    private final Clock clock;
    private final Map<String, Lost> lost = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ReadinessLog::thread);

    private record Lost(Instant since, String reason) {}

    ReadinessLog(List<Probe> probes, Clock clock) {
        this.probes = List.copyOf(probes);
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The task catches everything.
    public void afterPropertiesSet() {
        thread.scheduleWithFixedDelay(
                () -> probes.forEach(this::checkSafely), BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void destroy() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(LAST_CHECK.toMillis(), TimeUnit.MILLISECONDS);
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
            tell(probe.name(), probe.check().get(), "");
        } catch (RuntimeException e) {
            tell(probe.name(), Optional.of(Probe.SILENT), " (" + NestedExceptionUtils.getMostSpecificCause(e) + ")");
        }
    }

    private void tell(String name, Optional<String> reason, String detail) {
        Lost before = lost.get(name);
        if (reason.isEmpty()) {
            if (before != null) {
                lost.remove(name);
                log.warn(
                        CHANGE,
                        "back part={} after {} s",
                        name,
                        Duration.between(before.since, clock.instant()).toSeconds());
            }
        } else if (before == null || !before.reason.equals(reason.get())) {
            lost.put(name, new Lost(before == null ? clock.instant() : before.since, reason.get()));
            log.warn(CHANGE, "lost part={}: {}{}", name, reason.get(), detail);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "readiness-log");
        thread.setDaemon(true);
        return thread;
    }
}
