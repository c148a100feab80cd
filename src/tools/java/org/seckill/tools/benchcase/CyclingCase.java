package org.seckill.tools.benchcase;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.seckill.testkit.http.RawConnections;
import org.seckill.testkit.http.RawRequest;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.LoadResult;
import org.seckill.tools.measure.Round;
import org.seckill.tools.measure.WrkLoad;

/**
 * Requests that change nothing, sent again and again.
 *
 * @param asks makes them, before each round
 * @param expected the status that each is to be answered with
 * @param telling what each answer is to contain
 */
record CyclingCase(
        RawConnections lines,
        WrkLoad wrk,
        String name,
        String title,
        int connections,
        Supplier<List<RawRequest>> asks,
        int expected,
        String telling)
        implements BenchCase {
    @Override
    public Round round(int seconds) {
        List<RawRequest> requests = asks.get();
        List<String> faults = new ArrayList<>(lines.faults(requests, expected, telling));
        LoadResult load = wrk.cycle(requests, connections, seconds);
        faults.addAll(lines.faults(requests, expected, telling));
        faults.addAll(load.faults(expected < 400));
        return new Round(load.figures(load.answered()), 0, List.of(), faults);
    }
}
