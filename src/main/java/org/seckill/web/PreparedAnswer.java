package org.seckill.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.LongFunction;

/** An envelope whose bytes are made once, all but one number in it. */
public final class PreparedAnswer {
    /** Stands where the number will, and nowhere else. */
    private static final long MARK = 1_234_567_890_123_456_789L;

    private final byte[] head;
    private final byte[] tail;

    private PreparedAnswer(String head, String tail) {
        this.head = head.getBytes(UTF_8);
        this.tail = tail.getBytes(UTF_8);
    }

    /** @param envelope in which the number it is given stands once */
    public static PreparedAnswer of(LongFunction<Envelope<?>> envelope) {
        String[] around = new String(Answer.json(envelope.apply(MARK)), UTF_8).split(Long.toString(MARK), -1);
        if (around.length != 2) {
            throw new IllegalArgumentException("the number stands there %d times".formatted(around.length - 1));
        }
        return new PreparedAnswer(around[0], around[1]);
    }

    public byte[] with(long number) {
        byte[] digits = Long.toString(number).getBytes(UTF_8);
        byte[] whole = new byte[head.length + digits.length + tail.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(digits, 0, whole, head.length, digits.length);
        System.arraycopy(tail, 0, whole, head.length + digits.length, tail.length);
        return whole;
    }
}
