package org.seckill.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The conversion word {@code %masked}: the message in one line, without passwords and phone numbers. */
public final class MaskedMessage extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return message == null ? "" : Mask.line(message);
    }
}
