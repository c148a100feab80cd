package org.seckill.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An answer: status, headers and body. Immutable: its body must not be modified. */
public final class Reply {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, String> JSON_HEADERS =
            Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private static final Head OK = new Head(200, JSON_HEADERS);

    private static final byte[] NO_BODY = {};

    private final Head head;
    private final byte[] body;

    /** @param headers without those of the connection and of the body's length */
    public Reply(int status, Map<String, String> headers, byte[] body) {
        this(new Head(status, headers), body);
    }

    private Reply(Head head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** An answer with status 200 that no cache may store. */
    public static Reply json(Envelope<?> envelope) {
        return json(bytes(envelope));
    }

    /** An answer in JSON with status 200 that no cache may store. */
    public static Reply json(byte[] json) {
        return new Reply(OK, json);
    }

    /** An answer in JSON that no cache may store. */
    public static Reply json(int status, byte[] json) {
        return new Reply(status, JSON_HEADERS, json);
    }

    /** This answer with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> all = new HashMap<>(head.headers);
        all.put(header, value);
        return new Reply(head.status, all, body);
    }

    /** The reply to a client that has this content already (RFC 9110, 15.4.5): status 304, without a body. */
    public Reply notModified() {
        return new Reply(304, head.headers, NO_BODY);
    }

    public int status() {
        return head.status;
    }

    public Map<String, String> headers() {
        return head.headers;
    }

    /**
     * The status line and the headers, with the {@link SecurityHeaders}, as HTTP/1.1 sends them; without the empty line. Must
     * not be modified.
     */
    public byte[] head() {
        return head.bytes();
    }

    /** Must not be modified. */
    public byte[] body() {
        return body;
    }

    /** The envelope in UTF-8. */
    public static byte[] bytes(Envelope<?> envelope) {
        return JSON.writeValueAsBytes(envelope);
    }

    /** Status and headers. Replies share it, so that its bytes are made once. */
    private static final class Head {
        private final int status;
        private final Map<String, String> headers;

        /** Made when a transport first needs it: a servlet container never does. Two threads may make the same bytes. */
        private volatile byte @Nullable [] bytes;

        Head(int status, Map<String, String> headers) {
            this.status = status;
            this.headers = headers;
        }

        byte[] bytes() {
            byte[] made = bytes;
            if (made == null) {
                made = encode();
                bytes = made;
            }
            return made;
        }

        private byte[] encode() {
            StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
            headers.forEach((name, value) -> append(text, name, value));
            SecurityHeaders.ALWAYS.forEach((name, value) -> append(text, name, value));
            return text.toString().getBytes(ISO_8859_1);
        }

        private static void append(StringBuilder text, String name, String value) {
            text.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /** A JSON template: an envelope whose bytes are made once, except for a number and, after it, an optional word. */
    public static final class Template {
        /** The placeholder of the number. It occurs nowhere else in an envelope. */
        private static final long NUMBER = 1_234_567_890_123_456_789L;

        /** The placeholder of the word. JSON does not escape its characters. */
        private static final String WORD = "a-word-that-stands-nowhere-else";

        private final byte[] head;
        private final byte[] middle;
        private final byte[] tail;

        private Template(String head, String middle, String tail) {
            this.head = head.getBytes(UTF_8);
            this.middle = middle.getBytes(UTF_8);
            this.tail = tail.getBytes(UTF_8);
        }

        /** @param envelope makes an envelope that contains the given number once */
        public static Template of(LongFunction<Envelope<?>> envelope) {
            String[] around = cut(text(envelope.apply(NUMBER)), Long.toString(NUMBER));
            return new Template(around[0], around[1], "");
        }

        /** @param envelope makes an envelope that contains the given number once and, after it, the given word once */
        public static Template of(BiFunction<Long, String, Envelope<?>> envelope) {
            String[] around = cut(text(envelope.apply(NUMBER, WORD)), Long.toString(NUMBER));
            String[] aroundWord = cut(around[1], WORD);
            return new Template(around[0], aroundWord[0], aroundWord[1]);
        }

        public byte[] with(long number) {
            return with(number, "");
        }

        /** @param word must contain only characters that JSON does not escape */
        public byte[] with(long number, String word) {
            byte[] digits = Long.toString(number).getBytes(UTF_8);
            byte[] letters = word.getBytes(UTF_8);
            byte[] whole = new byte[head.length + digits.length + middle.length + letters.length + tail.length];
            int end = put(head, whole, 0);
            end = put(digits, whole, end);
            end = put(middle, whole, end);
            end = put(letters, whole, end);
            put(tail, whole, end);
            return whole;
        }

        private static int put(byte[] piece, byte[] whole, int at) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            return at + piece.length;
        }

        private static String text(Envelope<?> envelope) {
            return new String(bytes(envelope), UTF_8);
        }

        private static String[] cut(String text, String placeholder) {
            String[] around = text.split(placeholder, -1);
            if (around.length != 2) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "the envelope contains %s %d times", placeholder, around.length - 1));
            }
            return around;
        }
    }
}
