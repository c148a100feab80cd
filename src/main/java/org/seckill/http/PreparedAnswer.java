package org.seckill.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/** An envelope whose bytes are made once, all but one number in it, and perhaps a word after that. */
public final class PreparedAnswer {
    /** Stands where the number will, and nowhere else. */
    private static final long MARK = 1_234_567_890_123_456_789L;

    private static final String NUMBER = Long.toString(MARK);

    /** As {@link #MARK}; made of what a word may be made of. */
    private static final String WORD = "a-word-that-stands-nowhere-else";

    private final byte[] head;
    private final byte[] middle;
    private final byte[] tail;

    private PreparedAnswer(String head, String middle, String tail) {
        this.head = head.getBytes(UTF_8);
        this.middle = middle.getBytes(UTF_8);
        this.tail = tail.getBytes(UTF_8);
    }

    /** @param envelope in which the number it is given stands once */
    public static PreparedAnswer of(LongFunction<Envelope<?>> envelope) {
        String[] around = cut(text(envelope.apply(MARK)), NUMBER);
        return new PreparedAnswer(around[0], around[1], "");
    }

    /** @param envelope in which the number it is given stands once, and somewhere behind it the word, once */
    public static PreparedAnswer of(BiFunction<Long, String, Envelope<?>> envelope) {
        String[] around = cut(text(envelope.apply(MARK, WORD)), NUMBER);
        String[] aroundWord = cut(around[1], WORD);
        return new PreparedAnswer(around[0], aroundWord[0], aroundWord[1]);
    }

    public byte[] with(long number) {
        return with(number, "");
    }

    /** @param word of characters that JSON escapes nowhere */
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

    private static String[] cut(String text, String mark) {
        String[] around = text.split(mark, -1);
        if (around.length != 2) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s stands there %d times", mark, around.length - 1));
        }
        return around;
    }
}
