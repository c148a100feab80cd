package org.seckill.soldout;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Gauges of the number of marks on this node's sold-out board. */
@Component
final class BoardMeters {
    BoardMeters(MeterRegistry registry, SoldOutBoard board) {
        register(registry, board, "desk", SoldOutBoard::countOwn);
        register(registry, board, "zookeeper", SoldOutBoard::countRelayed);
    }

    private static void register(
            MeterRegistry registry, SoldOutBoard board, String source, ToDoubleFunction<SoldOutBoard> count) {
        Gauge.builder("seckill.soldout.marks", board, count)
                .description("Sales that this node knows to be sold out")
                .tag("source", source)
                .register(registry);
    }
}
