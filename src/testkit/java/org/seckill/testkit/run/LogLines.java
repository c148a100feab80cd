package org.seckill.testkit.run;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Collects the lines of a logger while it is open. All nodes of the JVM share the logger, also those of other tests:
 * a test may count only lines that it alone can cause.
 */
public final class LogLines implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender;
    private final Logger logger;

    private LogLines(String name, Predicate<ILoggingEvent> isOwn) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (isOwn.test(event)) {
                    event.prepareForDeferredProcessing();
                    events.add(event);
                }
            }
        };
        appender.start();
        logger.addAppender(appender);
    }

    public static LogLines of(Class<?> type) {
        return of(type.getName());
    }

    /** @param logger the name of a logger; those below it are included */
    public static LogLines of(String logger) {
        return of(logger, event -> true);
    }

    /** @param isOwn decides which events are collected; called in the thread that logs */
    public static LogLines of(String logger, Predicate<ILoggingEvent> isOwn) {
        return new LogLines(logger, isOwn);
    }

    public List<ILoggingEvent> events() {
        return events;
    }

    public List<String> all() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The lines with the key of this sale. */
    public List<String> about(long sale) {
        Pattern key = Pattern.compile("sale=" + sale + "(?![0-9])");
        return all().stream().filter(line -> key.matcher(line).find()).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
