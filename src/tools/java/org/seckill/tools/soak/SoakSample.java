package org.seckill.tools.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * All measures at one moment.
 *
 * @param at since the load began
 */
record SoakSample(Duration at, Map<SoakMeasure, Double> values) {
    SoakSample {
        values = new EnumMap<>(values);
        for (SoakMeasure measure : SoakMeasure.values()) {
            if (!values.containsKey(measure)) {
                throw new IllegalArgumentException("no " + measure);
            }
        }
    }

    double of(SoakMeasure measure) {
        return Objects.requireNonNull(values.get(measure));
    }
}
