package org.seckill.testkit.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.seckill.testkit.proxy.StreamFlow.Passing;

/** The flow of one direction of all connections of a proxy. Thread-safe. */
final class StreamGate {
    private StreamFlow flow = StreamFlow.FREE;

    /** Changes the flow, also for bytes that wait. */
    synchronized void let(StreamFlow next) {
        flow = next;
        notifyAll();
    }

    /** Waits while bytes are held. */
    synchronized StreamFlow await() {
        while (flow.passing() == Passing.WAITS) {
            await(Duration.ofDays(1));
        }
        return flow;
    }

    /** Waits for the pause of this flow, or until the flow changes. */
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
