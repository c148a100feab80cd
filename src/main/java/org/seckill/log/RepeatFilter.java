package org.seckill.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Logs the same warning or error at most once a minute, so that an engine that is down for an hour does not fill the disk.
 * Two messages are the same if logger, format and short parameters are equal; exceptions are not compared. The next logged
 * message is preceded by the number of suppressed ones. A message with a marker is never suppressed.
 */
public final class RepeatFilter extends TurboFilter {
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    /** Longer parameters are not compared: they quote exceptions, in which times and ports differ. */
    private static final int MAX_COMPARED_LENGTH = 40;

    private static final int MAX_KEYS = 1000;

    private static final String SUPPRESSED = "the next message was suppressed {} times";

    private final LongSupplier nanos;

    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** @param suppressed the number since the last logged one */
    private record Seen(long logged, int suppressed) {}

    public RepeatFilter() {
        this(System::nanoTime);
    }

    RepeatFilter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        boolean isFiltered = format != null
                && marker == null
                && level.isGreaterOrEqual(Level.WARN)
                && level.isGreaterOrEqual(logger.getEffectiveLevel());
        if (!isFiltered || SUPPRESSED.equals(format)) {
            return FilterReply.NEUTRAL;
        }
        int suppressed = suppressed(logger.getName() + ' ' + format + ' ' + text(parameters));
        if (suppressed > 0) {
            logger.warn(SUPPRESSED, suppressed);
        }
        return suppressed < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** @return the number of suppressed messages since the last logged one; -1 to suppress this one */
    private synchronized int suppressed(String key) {
        long now = nanos.getAsLong();
        Seen last = seen.get(key);
        if (last != null && now - last.logged < INTERVAL) {
            seen.put(key, new Seen(last.logged, last.suppressed + 1));
            return -1;
        }
        seen.put(key, new Seen(now, 0));
        return last == null ? 0 : last.suppressed;
    }

    private static String text(Object @Nullable [] parameters) {
        return Stream.of(Objects.requireNonNullElse(parameters, new Object[0]))
                .filter(parameter -> !(parameter instanceof Throwable))
                .map(String::valueOf)
                .filter(parameter -> parameter.length() <= MAX_COMPARED_LENGTH)
                .collect(Collectors.joining(" "));
    }
}
