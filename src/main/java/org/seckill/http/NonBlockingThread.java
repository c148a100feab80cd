package org.seckill.http;

/**
 * A thread that must not block, because it serves many clients: an event loop. An operation that may block calls
 * {@link #check} first; the transport then repeats the whole call in a thread that may block.
 */
public interface NonBlockingThread {
    /** @throws WouldBlock in such a thread */
    static void check() {
        if (Thread.currentThread() instanceof NonBlockingThread) {
            throw new WouldBlock();
        }
    }

    /** The call must be repeated in a thread that may block. Nothing was changed. */
    final class WouldBlock extends RuntimeException {
        private static final long serialVersionUID = 1;

        WouldBlock() {
            // No stack trace: it is expected whenever a cached value has to be loaded.
            super("the call may block", null, false, false);
        }
    }
}
