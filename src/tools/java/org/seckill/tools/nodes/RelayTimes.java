package org.seckill.tools.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.seckill.testkit.node.NodeProcess;

/**
 * How long a sold-out mark takes to another node: from the database's answer to one node until the other refuses from
 * memory, as each node measures it; all clocks are this machine's. Nodes are asked so often that no two marks fall
 * between two answers, unless two sales end together.
 */
final class RelayTimes implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<RelayTimer> timers;
    private final List<Duration> times = new ArrayList<>();

    RelayTimes(List<NodeProcess> nodes) {
        timers = nodes.stream().map(RelayTimer::new).toList();
        var unused = thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** So far, in ascending order. */
    synchronized List<Duration> times() {
        return times.stream().sorted().toList();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private synchronized void look() {
        timers.forEach(timer -> times.addAll(timer.look()));
    }
}
