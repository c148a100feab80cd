package org.seckill.testkit.proxy;

import java.time.Duration;
import java.util.Locale;

/**
 * How one direction of a connection passes bytes on.
 *
 * @param piece the most bytes that are passed on at once
 * @param pause the time before each piece
 */
public record StreamFlow(Passing passing, int piece, Duration pause) {
    /** What happens to the bytes. */
    public enum Passing {
        PASSES,
        /** The bytes wait until the proxy is healed. Their sender may be gone by then. */
        WAITS,
        /**
         * The bytes are lost, and so is all that follows in the same connection, also its end. The connection is half-open
         * until the proxy is healed, which resets it.
         */
        IS_LOST
    }

    public static final StreamFlow FREE = new StreamFlow(Passing.PASSES, Integer.MAX_VALUE, Duration.ZERO);
    public static final StreamFlow HELD = new StreamFlow(Passing.WAITS, Integer.MAX_VALUE, Duration.ZERO);
    public static final StreamFlow LOST = new StreamFlow(Passing.IS_LOST, Integer.MAX_VALUE, Duration.ZERO);

    public StreamFlow {
        if (piece < 1 || pause.isNegative()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "pieces of %d bytes, each after %s", piece, pause));
        }
    }

    public static StreamFlow slow(int piece, Duration pause) {
        return new StreamFlow(Passing.PASSES, piece, pause);
    }
}
