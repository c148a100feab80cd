package org.seckill.config;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.seckill.batch.CircuitBreaker;
import org.seckill.procedure.ClockOffsetMonitor;
import org.seckill.procedure.SqlErrorClassifier;
import org.seckill.procedure.WriteCheck;
import org.seckill.web.Probe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Beans that watch the database: its circuit breaker, the write check and the clock offset. */
@Configuration
class DatabaseWatchConfig {
    private static final Logger log = LoggerFactory.getLogger(DatabaseWatchConfig.class);

    private static final Duration CLOCK_CHECK_INTERVAL = Duration.ofSeconds(5);

    @Bean
    CircuitBreaker databaseCircuitBreaker() {
        return new CircuitBreaker("the database", SqlErrorClassifier::isAnswer);
    }

    @Bean
    @Order(1)
    Probe database(WriteCheck writes) {
        return new Probe("database", true, writes::refusal);
    }

    @Bean
    @Order(4)
    Probe clockProbe(ClockOffsetMonitor clocks) {
        return new Probe("clock", true, clocks::reason);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService clockWatch(ClockOffsetMonitor clocks) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("clock-watch-");
        threads.setDaemon(true);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(threads);
        Future<?> unused = watch.scheduleWithFixedDelay(
                () -> measure(clocks), 0, CLOCK_CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private static void measure(ClockOffsetMonitor clocks) {
        try {
            clocks.measure();
        } catch (RuntimeException e) {
            // The probe of the database reports this fault. An exception would cancel the schedule.
            log.debug("clock offset not measured: the database does not answer", e);
        }
    }
}
