package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.seckill.testing.Crowd;
import org.seckill.testing.Hold;

/**
 * Orders that find the lane full. A transaction holds the sale's row, so that the batch in flight hangs and those behind it
 * stay where they are; the orders after them come at a rate that leaves the node idle most of the time. It is a node of its
 * own, for the other cases are not to meet so short a lane.
 */
final class FullCase implements Case {
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

    private final Premises premises;
    private @Nullable Node started;

    FullCase(Premises premises) {
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
        Node node = node();
        long sale = premises.books().sales().open(VISITORS);
        List<Ask> orders = premises.buyers().orders(sale, VISITORS);
        List<String> faults = new ArrayList<>();
        List<Crowd> waiting;
        Load load;
        try (Hold hold = Hold.of(premises.database(), sale)) {
            waiting = fill(node, orders);
            load = refuse(
                    node, orders.subList(SERVED + TOO_MANY, VISITORS), Math.min(LONGEST_SECONDS, seconds), faults);
        }
        long confirmed = waiting.stream()
                .flatMap(crowd -> crowd.<Reply>results().stream())
                .filter(Reply::isConfirmed)
                .count();
        faults.addAll(premises.books().ledger(sale, confirmed, 0).faultsOf(SERVED));
        premises.books().forgetPurchases();
        return new Round(load.figures(load.answered()), confirmed, List.of(), faults);
    }

    private Node node() {
        Node node = started;
        if (node == null) {
            node = premises.another("short-lane", SETTINGS);
            started = node;
        }
        return node;
    }

    /** @return those who wait, and some who were told that there is no place; each is to be answered */
    private List<Crowd> fill(Node node, List<Ask> orders) {
        Crowd first = Crowd.of(1, member -> ask(node, orders.get(0)));
        Crowd.until(() -> premises.database().number("SELECT COUNT(*) FROM performance_schema.data_lock_waits") > 0);
        AtomicInteger refused = new AtomicInteger();
        Crowd others = Crowd.of(PLACES + TOO_MANY, member -> {
            Reply reply = ask(node, orders.get(1 + member));
            if (reply.body().contains(BUSY)) {
                refused.incrementAndGet();
            }
            return reply;
        });
        Crowd.until(() -> refused.get() >= TOO_MANY);
        return List.of(first, others);
    }

    private Load refuse(Node node, List<Ask> orders, int seconds, List<String> faults) {
        Lines lines = new Lines(node.port());
        faults.addAll(lines.faults(orders, 503, BUSY));
        // At full speed, so that Java has compiled it: nobody else warms this node up.
        premises.wrk(node).cycle(orders, CONNECTIONS, seconds, 0);
        Load load = premises.wrk(node).cycle(orders, CONNECTIONS, seconds, THINK_MILLIS);
        faults.addAll(lines.faults(orders, 503, BUSY));
        faults.addAll(load.faults(false));
        return load;
    }

    private static Reply ask(Node node, Ask order) {
        try (HttpLine line = new HttpLine(node.port())) {
            return line.ask(order);
        }
    }
}
