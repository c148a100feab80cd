package org.seckill.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

class RepeatFilterTest {
    private final AtomicLong now = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = context.getLogger("org.seckill.test");

    @BeforeEach
    void listen() {
        RepeatFilter filter = new RepeatFilter(now::get);
        filter.start();
        context.addTurboFilter(filter);
        log.setLevel(Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @Test
    void theSameWarningIsToldOnceAMinuteAndThenHowOftenItWasLeftOut() {
        for (int i = 0; i < 100; i++) {
            log.warn("could not ask: {}", "a text of an engine, with a number, too long to compare " + i);
        }
        assertThat(told()).hasSize(1);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        log.warn("could not ask: {}", "a text of an engine, with a number, too long to compare 100");
        assertThat(told()).hasSize(3).element(1).isEqualTo("the next message was suppressed 99 times");
    }

    @Test
    void whatExceptionsSayIsNotCompared() {
        log.error("unexpected", new ConnectException("refused after 12 ms"));
        log.error("unexpected", new ConnectException("refused after 13 ms"));
        assertThat(told()).hasSize(1);
    }

    @Test
    void otherSalesTicketsAndLoggersAreOtherEvents() {
        log.error("the engine refused the order sale={} ticket={}", 1000, "a");
        log.error("the engine refused the order sale={} ticket={}", 1000, "b");
        log.error("the engine refused the order sale={} ticket={}", 1001, "a");
        assertThat(told()).hasSize(3);
    }

    @Test
    void aMessageWithAMarkerIsNeverLeftOut() {
        log.warn(MarkerFactory.getMarker("change"), "lost part={}", "redis");
        log.warn(MarkerFactory.getMarker("change"), "lost part={}", "redis");
        assertThat(told()).hasSize(2);
    }

    @Test
    void informationIsNeverLeftOut() {
        log.info("ready");
        log.info("ready");
        assertThat(told()).hasSize(2);
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
