package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Requests that change nothing, sent again and again.
 *
 * @param asks makes them, before each round
 * @param expected the status that each is to be answered with
 * @param telling what each answer is to contain
 */
record CyclingCase(
        Lines lines,
        Wrk wrk,
        String name,
        String title,
        int connections,
        Supplier<List<Ask>> asks,
        int expected,
        String telling)
        implements Case {
    @Override
    public Round round(int seconds) {
        List<Ask> requests = asks.get();
        List<String> faults = new ArrayList<>(lines.faults(requests, expected, telling));
        Load load = wrk.cycle(requests, connections, seconds);
        faults.addAll(lines.faults(requests, expected, telling));
        faults.addAll(load.faults(expected < 400));
        return new Round(load.figures(load.answered()), 0, List.of(), faults);
    }
}
