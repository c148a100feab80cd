package org.seckill.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/** A JSON template: an envelope whose bytes are made once, except for a number and, after it, an optional word. */
public final class PreparedAnswer {
    /** The placeholder of the number. It occurs nowhere else in an envelope. */
    private static final long NUMBER = 1_234_567_890_123_456_789L;

    /** The placeholder of the word. JSON does not escape its characters. */
    private static final String WORD = "a-word-that-stands-nowhere-else";

    private final byte[] head;
    private final byte[] middle;
    private final byte[] tail;

    private PreparedAnswer(String head, String middle, String tail) {
        this.head = head.getBytes(UTF_8);
        this.middle = middle.getBytes(UTF_8);
        this.tail = tail.getBytes(UTF_8);
    }

    /** @param envelope makes an envelope that contains the given number once */
    public static PreparedAnswer of(LongFunction<Envelope<?>> envelope) {
        String[] around = cut(text(envelope.apply(NUMBER)), Long.toString(NUMBER));
        return new PreparedAnswer(around[0], around[1], "");
    }

    /** @param envelope makes an envelope that contains the given number once and, after it, the given word once */
    public static PreparedAnswer of(BiFunction<Long, String, Envelope<?>> envelope) {
        String[] around = cut(text(envelope.apply(NUMBER, WORD)), Long.toString(NUMBER));
        String[] aroundWord = cut(around[1], WORD);
        return new PreparedAnswer(around[0], aroundWord[0], aroundWord[1]);
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
        return new String(Answer.json(envelope), UTF_8);
    }

    private static String[] cut(String text, String placeholder) {
        String[] around = text.split(placeholder, -1);
        if (around.length != 2) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "the envelope contains %s %d times", placeholder, around.length - 1));
        }
        return around;
    }
}
