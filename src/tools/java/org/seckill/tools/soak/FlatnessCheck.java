package org.seckill.tools.soak;

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
record FlatnessCheck(Map<SoakMeasure, Trend> trends) {
    FlatnessCheck {
        trends = new EnumMap<>(trends);
    }

    static FlatnessCheck of(List<SoakSample> samples, Duration warmUp) {
        List<SoakSample> warm = samples.stream()
                .filter(sample -> sample.at().compareTo(warmUp) >= 0)
                .toList();
        Map<SoakMeasure, Trend> trends = new EnumMap<>(SoakMeasure.class);
        Arrays.stream(SoakMeasure.values())
                .forEach(measure -> trends.put(measure, Trend.of(warm, sample -> sample.of(measure))));
        return new FlatnessCheck(trends);
    }

    /** Those that gained more than their bound. What shrinks leaks nothing. */
    List<SoakMeasure> grown() {
        return trends.entrySet().stream()
                .filter(entry -> entry.getValue().gain() > entry.getKey().bound())
                .map(Map.Entry::getKey)
                .toList();
    }
}
