package org.seckill.testkit.run;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The time-outs of tests. They are long, because a machine may be busy; a test that succeeds does not wait for them. */
public final class TestTimeouts {
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private TestTimeouts() {}

    /**
     * Awaitility with these time-outs, for example {@code await().until(() -> sales.stock(sale) == 0)}. The condition runs
     * in the calling thread; an exception that it throws ends the wait.
     */
    public static ConditionFactory await() {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .atMost(TIMEOUT);
    }
}
