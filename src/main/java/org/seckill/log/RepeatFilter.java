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
 * Lets the same warning or error through once a minute, so that an engine that is away for an hour, under a crowd, does not
 * fill the disk. The same: of one logger, with one format and the same short parameters; what an exception says is not
 * compared. How many were left out is said when the next one is let through. A message with a marker is never left out.
 */
public final class RepeatFilter extends TurboFilter {
    private static final long BETWEEN = Duration.ofMinutes(1).toNanos();

    /** A longer text is a quotation, of an exception say, in which times and ports differ. */
    private static final int LONGEST_PARAMETER = 40;

    private static final int REMEMBERED = 1000;

    private static final String LEFT_OUT = "the message that follows was left out {} times";

    private final LongSupplier nanos;

    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param leftOut since it was let through */
    private record Seen(long letThrough, int leftOut) {}

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
        boolean isAsked = format != null
                && marker == null
                && level.isGreaterOrEqual(Level.WARN)
                && level.isGreaterOrEqual(logger.getEffectiveLevel());
        if (!isAsked || LEFT_OUT.equals(format)) {
            return FilterReply.NEUTRAL;
        }
        int leftOut = leftOut(logger.getName() + ' ' + format + ' ' + text(parameters));
        if (leftOut > 0) {
            logger.warn(LEFT_OUT, leftOut);
        }
        return leftOut < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** @return how often it was left out; -1 when it is to be left out now */
    private synchronized int leftOut(String key) {
        long now = nanos.getAsLong();
        Seen last = seen.get(key);
        if (last != null && now - last.letThrough < BETWEEN) {
            seen.put(key, new Seen(last.letThrough, last.leftOut + 1));
            return -1;
        }
        seen.put(key, new Seen(now, 0));
        return last == null ? 0 : last.leftOut;
    }

    private static String text(Object @Nullable [] parameters) {
        return Stream.of(Objects.requireNonNullElse(parameters, new Object[0]))
                .filter(parameter -> !(parameter instanceof Throwable))
                .map(String::valueOf)
                .filter(parameter -> parameter.length() <= LONGEST_PARAMETER)
                .collect(Collectors.joining(" "));
    }
}
