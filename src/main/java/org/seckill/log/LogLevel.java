package org.seckill.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.PropertyDefinerBase;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * The setting {@code SECKILL_LOG_LEVEL}, which applies to the loggers of this application alone: the ones of libraries
 * show what users send. Logback reads it before the settings are checked, so that a value that is not allowed counts as
 * INFO until the start fails of it.
 */
public final class LogLevel extends PropertyDefinerBase {
    public static final String NAME = "SECKILL_LOG_LEVEL";
    public static final String DEFAULT = "INFO";
    public static final String ALLOWED = "ERROR, WARN, INFO or DEBUG";

    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");

    /** @throws IllegalArgumentException when it is not as {@link #ALLOWED}, in capitals or not */
    public static String check(String level) {
        if (!LEVELS.contains(level.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(level);
        }
        return level;
    }

    /** Where it was not known when logging began: an init parameter of a container. */
    public static void set(String level) {
        if (LoggerFactory.getLogger("org.seckill") instanceof Logger logger) {
            logger.setLevel(Level.toLevel(check(level), Level.INFO));
        }
    }

    @Override
    public String getPropertyValue() {
        String level = System.getenv(NAME);
        return level != null && LEVELS.contains(level.strip().toUpperCase(Locale.ROOT)) ? level.strip() : DEFAULT;
    }
}
