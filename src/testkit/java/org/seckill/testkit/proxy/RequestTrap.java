package org.seckill.testkit.proxy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;

/** Selects the next requests that contain a text, for a fault. Thread-safe. */
final class RequestTrap {
    private final AtomicInteger armed = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final AtomicInteger answeredLate = new AtomicInteger();
    private volatile Fault fault = Fault.BEFORE_THE_ANSWER;
    private volatile String trigger = "";
    private volatile CountDownLatch over = new CountDownLatch(1);

    void arm(Fault point, String text, int times) {
        fault = point;
        trigger = text;
        over = new CountDownLatch(1);
        armed.set(times);
    }

    void end() {
        armed.set(0);
        over.countDown();
    }

    boolean strikes(String request) {
        return request.contains(trigger)
                && armed.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                && struck.incrementAndGet() > 0;
    }

    Fault fault() {
        return fault;
    }

    void awaitEnd() {
        ConcurrentRun.await(over);
    }

    void answeredLateRequest() {
        answeredLate.incrementAndGet();
    }

    int struck() {
        return struck.get();
    }

    int answeredLate() {
        return answeredLate.get();
    }
}
