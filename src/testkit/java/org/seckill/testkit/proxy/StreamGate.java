package org.seckill.testkit.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.seckill.testkit.proxy.StreamFlow.Passing;

/** What all connections of a proxy pass in one direction. Safe for use by any number of threads. */
final class StreamGate {
    private StreamFlow flow = StreamFlow.FREE;

    /** From now on, also for what waits. */
    synchronized void let(StreamFlow next) {
        flow = next;
        notifyAll();
    }

    /** Waits until something passes, or is lost. */
    synchronized StreamFlow await() {
        while (flow.passing() == Passing.WAITS) {
            await(Duration.ofDays(1));
        }
        return flow;
    }

    /** Waits so long, or until something else is let pass. */
    synchronized void pause(StreamFlow since) {
        long until = System.nanoTime() + since.pause().toNanos();
        for (long left = since.pause().toNanos(); left > 0 && flow.equals(since); left = until - System.nanoTime()) {
            await(Duration.ofNanos(left));
        }
    }

    private void await(Duration longest) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, longest.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
