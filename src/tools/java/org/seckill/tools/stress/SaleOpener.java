package org.seckill.tools.stress;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;

/**
 * Opens a sale when all who are to come have logged in, so that neither a slow machine has latecomers nor a fast one
 * idles. What a real crowd sees of it is an opening that was brought forward.
 */
final class SaleOpener {
    /** Both cache times of a node and some: by then it has the new window. */
    private static final Duration NOTICE = Duration.ofSeconds(8);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Pattern LOGINS = Pattern.compile(
            "(?m)^seckill_requests_seconds_count\\{[^}]*route=\"login\"[^}]*status=\"2xx\"[^}]*} (\\S+)");

    private final RawConnection line;
    private final int awaited;

    SaleOpener(int port, int awaited) {
        this.line = new RawConnection(port);
        this.awaited = awaited;
    }

    /** Returns when the sale has its opening. */
    void open(TestSales sales, long sale, Duration length) throws InterruptedException {
        while (logins() < awaited) {
            Thread.sleep(LOOK.toMillis());
        }
        line.close();
        sales.move(sale, NOTICE, length);
    }

    private double logins() {
        Matcher found = LOGINS.matcher(line.ask(RawRequest.get("/metrics")).body());
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
