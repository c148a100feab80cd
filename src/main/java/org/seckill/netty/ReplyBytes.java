package org.seckill.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.seckill.http.Reply;
import org.seckill.http.SecurityHeaders;

/** Writes replies as HTTP/1.1 messages. The {@code Date} header is rendered once per second. Thread-safe. */
final class ReplyBytes {
    /** RFC 9110, 5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final byte[] LENGTH = "Content-Length: ".getBytes(US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = "Connection: keep-alive\r\n".getBytes(US_ASCII);
    private static final byte[] STRICT_TRANSPORT =
            (SecurityHeaders.STRICT_TRANSPORT + ": " + SecurityHeaders.ONE_YEAR + "\r\n").getBytes(US_ASCII);

    /** The bytes of all other parts that this class adds. */
    private static final int ADDED = 96;

    private static final int NOT_MODIFIED = 304;

    private final Clock clock;
    private volatile Rendered date = new Rendered(-1, new byte[0]);

    private static final class Rendered {
        private final long second;

        /** The header with its line end. */
        private final byte[] line;

        Rendered(long second, byte[] line) {
            this.second = second;
            this.line = line;
        }
    }

    /** How a reply is sent. */
    enum Connection {
        KEPT,
        /** Kept for a client of HTTP/1.0, which must be told. */
        KEPT_1_0,
        CLOSED
    }

    ReplyBytes(Clock clock) {
        this.clock = clock;
    }

    /** @param withBody false for HEAD */
    ByteBuf of(ByteBufAllocator allocator, Reply reply, boolean withBody, boolean overTls, Connection connection) {
        byte[] head = reply.head();
        byte[] body = reply.body();
        ByteBuf bytes = allocator.ioBuffer(head.length + ADDED + STRICT_TRANSPORT.length + body.length);
        bytes.writeBytes(head);
        if (reply.status() != NOT_MODIFIED) {
            bytes.writeBytes(LENGTH);
            writeDecimal(bytes, body.length);
            bytes.writeShort('\r' << 8 | '\n');
        }
        bytes.writeBytes(date());
        if (overTls) {
            bytes.writeBytes(STRICT_TRANSPORT);
        }
        switch (connection) {
            case KEPT -> {}
            case KEPT_1_0 -> bytes.writeBytes(KEEP_ALIVE);
            case CLOSED -> bytes.writeBytes(CLOSE);
        }
        bytes.writeShort('\r' << 8 | '\n');
        if (withBody) {
            bytes.writeBytes(body);
        }
        return bytes;
    }

    private byte[] date() {
        long second = clock.millis() / 1000;
        Rendered known = date;
        if (known.second != second) {
            String line = "Date: " + HTTP_DATE.format(Instant.ofEpochSecond(second)) + "\r\n";
            known = new Rendered(second, line.getBytes(US_ASCII));
            date = known;
        }
        return known.line;
    }

    private static void writeDecimal(ByteBuf bytes, int number) {
        if (number >= 10) {
            writeDecimal(bytes, number / 10);
        }
        bytes.writeByte('0' + number % 10);
    }
}
