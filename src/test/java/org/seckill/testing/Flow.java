package org.seckill.testing;

import java.time.Duration;
import java.util.Locale;

/**
 * How one direction of a connection passes bytes on.
 *
 * @param piece so many bytes at a time, at most
 * @param pause before each of them
 */
public record Flow(Passing passing, int piece, Duration pause) {
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

    public static final Flow FREE = new Flow(Passing.PASSES, Integer.MAX_VALUE, Duration.ZERO);
    public static final Flow HELD = new Flow(Passing.WAITS, Integer.MAX_VALUE, Duration.ZERO);
    public static final Flow LOST = new Flow(Passing.IS_LOST, Integer.MAX_VALUE, Duration.ZERO);

    public Flow {
        if (piece < 1 || pause.isNegative()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%d bytes each %s", piece, pause));
        }
    }

    public static Flow slow(int piece, Duration pause) {
        return new Flow(Passing.PASSES, piece, pause);
    }
}
