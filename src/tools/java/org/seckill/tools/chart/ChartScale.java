package org.seckill.tools.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/** From values to pixels. */
public record ChartScale(boolean isLogarithmic, double low, double high, double from, double to) {

    public static ChartScale linear(double high, double from, double to) {
        return new ChartScale(false, 0, high, from, to);
    }

    /** @param low above zero, as all that is shown */
    public static ChartScale logarithmic(double low, double high, double from, double to) {
        return new ChartScale(true, low, high, from, to);
    }

    public double at(double value) {
        double part = isLogarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + part * (to - from);
    }

    /** Round values for the axis, about five of them; on a logarithmic one the powers of ten. */
    public List<Double> marks() {
        if (isLogarithmic) {
            return DoubleStream.iterate(
                            Math.pow(10, Math.ceil(Math.log10(low))), mark -> mark <= high, mark -> mark * 10)
                    .boxed()
                    .toList();
        }
        double rough = high / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power < 2 ? 2 : rough / power < 5 ? 5 : 10);
        return DoubleStream.iterate(0, mark -> mark <= high, mark -> mark + step)
                .boxed()
                .toList();
    }
}
