package org.seckill.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.PropertyDefinerBase;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * The setting {@code SECKILL_LOG_LEVEL}. It applies only to this application's loggers, because those of libraries print what
 * users send. Logback reads it before the settings are checked: an invalid value counts as INFO until the check fails the
 * start.
 */
public final class LogLevel extends PropertyDefinerBase {
    public static final String NAME = "SECKILL_LOG_LEVEL";
    public static final String DEFAULT = "INFO";
    public static final String ALLOWED = "ERROR, WARN, INFO or DEBUG";

    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");

    /**
     * Returns the level in capitals. Case and surrounding spaces are ignored.
     *
     * @throws IllegalArgumentException if the level is not one of {@link #ALLOWED}
     */
    public static String check(String level) {
        String normal = normalized(level);
        if (!LEVELS.contains(normal)) {
            throw new IllegalArgumentException(level);
        }
        return normal;
    }

    /** Sets a level that was not known when logging started, such as a container's init parameter. */
    public static void set(String level) {
        if (LoggerFactory.getLogger("org.seckill") instanceof Logger logger) {
            logger.setLevel(Level.toLevel(check(level), Level.INFO));
        }
    }

    @Override
    public String getPropertyValue() {
        String level = System.getenv(NAME);
        return level != null && LEVELS.contains(normalized(level)) ? normalized(level) : DEFAULT;
    }

    private static String normalized(String level) {
        return level.strip().toUpperCase(Locale.ROOT);
    }
}
