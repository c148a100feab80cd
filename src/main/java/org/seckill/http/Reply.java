package org.seckill.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import tools.jackson.databind.json.JsonMapper;

/** An answer: status, headers and body. Immutable: its body must not be modified. */
public final class Reply {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, String> JSON_HEADERS =
            Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    public Reply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer with status 200 that no cache may store. */
    public static Reply json(Envelope<?> envelope) {
        return json(200, bytes(envelope));
    }

    /** An answer in JSON with status 200 that no cache may store. */
    public static Reply json(byte[] json) {
        return json(200, json);
    }

    /** An answer in JSON that no cache may store. */
    public static Reply json(int status, byte[] json) {
        return new Reply(status, JSON_HEADERS, json);
    }

    /** This answer with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }

    public int status() {
        return status;
    }

    /** Writes the answer. Blocks until the client's connection accepts it. */
    public void write(HttpServletResponse response) throws IOException {
        // The container sends the answer as soon as this many bytes are written.
        if (body.length > 0) {
            response.setContentLength(body.length);
        }
        buffer(response);
    }

    /**
     * Like {@link #write}, but never blocks: the container sends the answer, with its length, when the request ends.
     * For GET and POST, and for answers that fit into the container's buffer.
     */
    public void buffer(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        if (body.length > 0) {
            response.getOutputStream().write(body);
        }
    }

    /** The envelope in UTF-8. */
    public static byte[] bytes(Envelope<?> envelope) {
        return JSON.writeValueAsBytes(envelope);
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
