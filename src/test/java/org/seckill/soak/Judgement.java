package org.seckill.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whether one desk's measures were flat.
 *
 * @param trends of what followed the warm-up
 */
record Judgement(Map<Measure, Trend> trends) {
    Judgement {
        trends = new EnumMap<>(trends);
    }

    static Judgement of(List<Sample> samples, Duration warmUp) {
        List<Sample> warm = samples.stream()
                .filter(sample -> sample.at().compareTo(warmUp) >= 0)
                .toList();
        Map<Measure, Trend> trends = new EnumMap<>(Measure.class);
        Arrays.stream(Measure.values())
                .forEach(measure -> trends.put(measure, Trend.of(warm, sample -> sample.of(measure))));
        return new Judgement(trends);
    }

    /** Those that gained more than their bound. What shrinks leaks nothing. */
    List<Measure> grown() {
        return trends.entrySet().stream()
                .filter(entry -> entry.getValue().gain() > entry.getKey().bound())
                .map(Map.Entry::getKey)
                .toList();
    }
}
