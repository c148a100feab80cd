package org.seckill.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * All measures at one moment.
 *
 * @param at since the load began
 */
record Sample(Duration at, Map<Measure, Double> values) {
    Sample {
        values = new EnumMap<>(values);
        for (Measure measure : Measure.values()) {
            if (!values.containsKey(measure)) {
                throw new IllegalArgumentException("no " + measure);
            }
        }
    }

    double of(Measure measure) {
        return Objects.requireNonNull(values.get(measure));
    }
}
