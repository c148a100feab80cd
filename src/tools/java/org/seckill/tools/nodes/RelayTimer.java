package org.seckill.tools.nodes;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.node.NodeProcess;

/** The sum and the count by which one node tells how old the marks were that came to it. For one thread. */
final class RelayTimer {
    private static final Pattern SUM = Pattern.compile("(?m)^seckill_soldout_relay_seconds_sum (\\S+)");
    private static final Pattern COUNT = Pattern.compile("(?m)^seckill_soldout_relay_seconds_count (\\S+)");
    private static final double NANOS = 1e9;

    private final int port;
    private double sum;
    private int count;

    RelayTimer(NodeProcess node) {
        this.port = node.port();
    }

    /** @return the ages of the marks that have come since the last look; their mean for each when they are several */
    List<Duration> look() {
        try (RawConnection line = new RawConnection(port)) {
            String metrics = line.ask(RawRequest.get("/metrics")).body();
            return see(number(SUM, metrics), (int) number(COUNT, metrics));
        } catch (UncheckedIOException e) {
            // It is dead; when it is back it counts from nothing.
            see(0, 0);
            return List.of();
        }
    }

    private List<Duration> see(double sumNow, int countNow) {
        int more = Math.max(0, countNow - count);
        Duration each = Duration.ofNanos(more == 0 ? 0 : (long) ((sumNow - sum) / more * NANOS));
        sum = sumNow;
        count = countNow;
        return Collections.nCopies(more, each);
    }

    private static double number(Pattern line, String metrics) {
        Matcher found = line.matcher(metrics);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
