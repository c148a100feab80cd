package org.seckill.soldout;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What the board of this node knows. */
@Component
final class BoardMeters {
    BoardMeters(MeterRegistry registry, SoldOutBoard board) {
        tell(registry, board, "desk", SoldOutBoard::countOwn);
        tell(registry, board, "zookeeper", SoldOutBoard::countRelayed);
    }

    private static void tell(
            MeterRegistry registry, SoldOutBoard board, String source, ToDoubleFunction<SoldOutBoard> count) {
        Gauge.builder("seckill.soldout.marks", board, count)
                .description("Sales that this node knows to be sold out")
                .tag("source", source)
                .register(registry);
    }
}
