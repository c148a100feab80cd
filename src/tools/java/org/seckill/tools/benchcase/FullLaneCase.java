package org.seckill.tools.benchcase;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawConnections;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.tools.benchshop.BenchNodeProcess;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.LoadResult;
import org.seckill.tools.measure.Round;

/**
 * Orders that find the lane full. A transaction holds the sale's row, so that the batch in flight hangs and those behind it
 * stay where they are; the orders after them come at a rate that leaves the node idle most of the time. It is a node of its
 * own, for the other cases are not to meet so short a lane.
 */
final class FullLaneCase implements BenchCase {
    private static final int PLACES = 16;
    private static final int TOO_MANY = 8;
    private static final int SERVED = 1 + PLACES;
    private static final int VISITORS = 5_000;
    private static final int CONNECTIONS = 16;
    private static final double THINK_MILLIS = 10;

    /** Less than anybody in the lane waits. */
    private static final int LONGEST_SECONDS = 20;

    private static final String BUSY = "\"state\":-4,";
    private static final Map<String, String> SETTINGS =
            Map.of("SECKILL_LANE_PLACES", Integer.toString(PLACES), "SECKILL_PURCHASE_DEADLINE_MS", "60000");

    private final BenchShop premises;
    private @Nullable BenchNodeProcess started;

    FullLaneCase(BenchShop premises) {
        this.premises = premises;
    }

    @Override
    public String name() {
        return "full";
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "execution, the lane is full, %d connections that pause", CONNECTIONS);
    }

    @Override
    public Round round(int seconds) {
        BenchNodeProcess node = node();
        long sale = premises.tables().sales().open(VISITORS);
        List<RawRequest> orders = premises.buyers().orders(sale, VISITORS);
        List<String> faults = new ArrayList<>();
        List<ConcurrentRun> waiting;
        LoadResult load;
        try (RowLock hold = RowLock.of(premises.database(), sale)) {
            waiting = fill(node, orders);
            load = refuse(
                    node, orders.subList(SERVED + TOO_MANY, VISITORS), Math.min(LONGEST_SECONDS, seconds), faults);
        }
        long confirmed = waiting.stream()
                .flatMap(crowd -> crowd.<RawResponse>results().stream())
                .filter(RawResponse::isConfirmed)
                .count();
        faults.addAll(premises.tables().ledger(sale, confirmed, 0).faultsOf(SERVED));
        premises.tables().forgetPurchases();
        return new Round(load.figures(load.answered()), confirmed, List.of(), faults);
    }

    private BenchNodeProcess node() {
        BenchNodeProcess node = started;
        if (node == null) {
            node = premises.another("short-lane", SETTINGS);
            started = node;
        }
        return node;
    }

    /** @return those who wait, and some who were told that there is no place; each is to be answered */
    private List<ConcurrentRun> fill(BenchNodeProcess node, List<RawRequest> orders) {
        ConcurrentRun first = ConcurrentRun.of(1, member -> ask(node, orders.get(0)));
        await().until(() -> premises.database().number("SELECT COUNT(*) FROM performance_schema.data_lock_waits") > 0);
        AtomicInteger refused = new AtomicInteger();
        ConcurrentRun others = ConcurrentRun.of(PLACES + TOO_MANY, member -> {
            RawResponse reply = ask(node, orders.get(1 + member));
            if (reply.body().contains(BUSY)) {
                refused.incrementAndGet();
            }
            return reply;
        });
        await().until(() -> refused.get() >= TOO_MANY);
        return List.of(first, others);
    }

    private LoadResult refuse(BenchNodeProcess node, List<RawRequest> orders, int seconds, List<String> faults) {
        RawConnections lines = new RawConnections(node.port());
        faults.addAll(lines.faults(orders, 503, BUSY));
        // At full speed, so that Java has compiled it: nobody else warms this node up.
        premises.wrk(node).cycle(orders, CONNECTIONS, seconds, 0);
        LoadResult load = premises.wrk(node).cycle(orders, CONNECTIONS, seconds, THINK_MILLIS);
        faults.addAll(lines.faults(orders, 503, BUSY));
        faults.addAll(load.faults(false));
        return load;
    }

    private static RawResponse ask(BenchNodeProcess node, RawRequest order) {
        try (RawConnection line = new RawConnection(node.port())) {
            return line.ask(order);
        }
    }
}
