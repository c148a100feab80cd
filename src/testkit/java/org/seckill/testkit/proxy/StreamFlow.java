package org.seckill.testkit.proxy;

import java.time.Duration;
import java.util.Locale;

/**
 * How one direction of a connection passes bytes on.
 *
 * @param piece so many bytes at a time, at most
 * @param pause before each of them
 */
public record StreamFlow(Passing passing, int piece, Duration pause) {
    /** What becomes of what is sent. */
    public enum Passing {
        PASSES,
        /** It waits, and comes when all is well again: late, and perhaps from somebody who has gone. */
        WAITS,
        /**
         * It is lost, and whatever follows it in the same connection, also the end. So the connection is half-open, until
         * all is well again and both ends find out.
         */
        IS_LOST
    }

    public static final StreamFlow FREE = new StreamFlow(Passing.PASSES, Integer.MAX_VALUE, Duration.ZERO);
    public static final StreamFlow HELD = new StreamFlow(Passing.WAITS, Integer.MAX_VALUE, Duration.ZERO);
    public static final StreamFlow LOST = new StreamFlow(Passing.IS_LOST, Integer.MAX_VALUE, Duration.ZERO);

    public StreamFlow {
        if (piece < 1 || pause.isNegative()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%d bytes each %s", piece, pause));
        }
    }

    public static StreamFlow slow(int piece, Duration pause) {
        return new StreamFlow(Passing.PASSES, piece, pause);
    }
}
