package org.seckill.tools.soak;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.seckill.tools.chart.Figures;

/**
 * How a measure went: the line of Theil and Sen, whose slope is the median of the slopes between all pairs of samples. Up
 * to 29 in 100 samples may be anything without moving it beyond the others (Sen 1968).
 *
 * @param middle the median of the values
 * @param gain of the line from the first sample to the last
 */
record Trend(double middle, double gain) {
    static Trend of(List<SoakSample> samples, ToDoubleFunction<SoakSample> value) {
        if (samples.size() < 3) {
            throw new IllegalArgumentException(samples.size() + " samples show no trend");
        }
        double[] times =
                samples.stream().mapToDouble(sample -> seconds(sample.at())).toArray();
        double[] values = samples.stream().mapToDouble(value).toArray();
        double[] slopes = new double[times.length * (times.length - 1) / 2];
        int count = 0;
        for (int later = 1; later < times.length; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                slopes[count++] = (values[later] - values[earlier]) / (times[later] - times[earlier]);
            }
        }
        double length = times[times.length - 1] - times[0];
        return new Trend(Figures.median(values), Figures.median(slopes) * length);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
