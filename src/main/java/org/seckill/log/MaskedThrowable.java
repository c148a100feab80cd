package org.seckill.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conversion word {@code %thrown}: the exception without passwords and phone numbers. A lost connection is printed in the
 * line of the message without a stack trace, which would only show where the loss was noticed. Any other exception follows
 * with its stack trace.
 */
public final class MaskedThrowable extends ThrowableProxyConverter {
    private static final Pattern CONNECTION_LOST = Pattern.compile(
            "(Connect|Connection|Communications|ConnectionLoss|SessionExpired|Socket|SocketTimeout|EOF|UnknownHost)"
                    + "(Away|Reset|Lost)?Exception$");

    private static final int MAX_CAUSES = 20;

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return "";
        }
        List<IThrowableProxy> chain = chainOf(thrown);
        if (chain.stream()
                .anyMatch(link -> CONNECTION_LOST.matcher(link.getClassName()).find())) {
            IThrowableProxy root = chain.get(chain.size() - 1);
            return " " + Mask.line("(%s: %s)".formatted(simpleName(root), root.getMessage()));
        }
        return System.lineSeparator() + Mask.text(super.convert(event).stripTrailing());
    }

    private static List<IThrowableProxy> chainOf(IThrowableProxy thrown) {
        List<IThrowableProxy> chain = new ArrayList<>();
        for (@Nullable IThrowableProxy link = thrown;
                link != null && chain.size() < MAX_CAUSES;
                link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }

    private static String simpleName(IThrowableProxy thrown) {
        return thrown.getClassName().replaceFirst("^.*[.$]", "");
    }
}
