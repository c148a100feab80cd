package org.seckill.tools.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.seckill.tools.benchcase.BenchCases;
import org.seckill.tools.chart.ChartScale;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.chart.SvgCanvas;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/** The pictures of the report. */
final class BenchCharts {
    private static final int WIDTH = 900;
    private static final int ROW = 24;
    private static final int TOP = 44;
    private static final int LABELS = 330;
    private static final int RIGHT = WIDTH - 90;
    private static final String OURS = "#2266bb";
    private static final String QUEUE = "#2e8b57";
    private static final String EMPTY = "#8a94a0";
    private static final String RAW = "#b3730f";
    private static final double ROOM = 1.05;

    private BenchCharts() {}

    /** Answers per second of each case: a bar to the median, and a line from the slowest round to the fastest. */
    static String throughput(BenchResults results) {
        List<Map.Entry<BenchCase, List<Round>>> cases = with(results, Round.RATE);
        SvgCanvas svg = new SvgCanvas(
                WIDTH, TOP + ROW * cases.size() + 50, "Throughput (bar: median; line: slowest to fastest round)");
        double most = cases.stream()
                .flatMap(entry -> entry.getValue().stream())
                .mapToDouble(Round::rate)
                .max()
                .orElse(1);
        ChartScale scale = ChartScale.linear(most * ROOM, LABELS, RIGHT);
        double bottom = TOP + ROW * cases.size();
        across(svg, scale, bottom, "answers per second");
        double y = TOP;
        for (Map.Entry<BenchCase, List<Round>> entry : cases) {
            double[] rates = entry.getValue().stream().mapToDouble(Round::rate).toArray();
            double median = Figures.median(rates);
            double slowest = Arrays.stream(rates).min().orElseThrow();
            double fastest = Arrays.stream(rates).max().orElseThrow();
            String name = entry.getKey().name();
            svg.text(LABELS - 8, y + 16, "end", entry.getKey().title());
            svg.bar(LABELS, y + 4, scale.at(median) - LABELS, ROW - 8, colour(name));
            svg.line(scale.at(slowest), y + ROW / 2.0, scale.at(fastest), y + ROW / 2.0, SvgCanvas.INK, 1.5);
            svg.text(scale.at(fastest) + 6, y + 16, "start", Figures.text(median));
            y += ROW;
        }
        return svg.toString();
    }

    /** Purchases by connections, beside the empty servlet. */
    static String connections(BenchResults results) {
        int left = 90;
        int bottom = 360;
        SvgCanvas svg = new SvgCanvas(
                WIDTH,
                bottom + 60,
                "Purchases and reservations over HTTP by connections, beside an empty servlet (medians)");
        double most = Stream.of("empty-", "purchase-", "reserve-")
                .mapToDouble(prefix -> results.best(prefix).orElse(1))
                .max()
                .orElseThrow();
        ChartScale x = ChartScale.logarithmic(12, 6000, left, WIDTH - 160);
        ChartScale y = ChartScale.linear(most * ROOM, bottom, TOP + 10);
        for (double mark : y.marks()) {
            svg.line(left, y.at(mark), WIDTH - 160, y.at(mark), SvgCanvas.FAINT, 1);
            svg.text(left - 8, y.at(mark) + 4, "end", mark(mark));
        }
        for (int connections : BenchCases.CROWDS) {
            svg.line(x.at(connections), bottom, x.at(connections), bottom + 5, SvgCanvas.INK, 1);
            svg.text(x.at(connections), bottom + 20, "middle", String.format(Locale.ROOT, "%,d", connections));
        }
        svg.text((left + WIDTH - 160) / 2.0, bottom + 42, "middle", "connections (logarithmic)");
        svg.text(16, TOP, "start", "per second");
        curve(svg, results, "empty-", "empty servlet", x, y);
        curve(svg, results, "purchase-", "purchases", x, y);
        curve(svg, results, "reserve-", "reservations", x, y);
        return svg.toString();
    }

    /** From the median to the slowest hundredth. */
    static String latency(BenchResults results) {
        List<Map.Entry<BenchCase, List<Round>>> cases = with(results, Round.MEDIAN);
        SvgCanvas svg = new SvgCanvas(
                WIDTH,
                TOP + ROW * cases.size() + 50,
                "Latency (dot: median; end of the line: p99; medians of the rounds)");
        ChartScale scale = ChartScale.logarithmic(0.1, 10_000, LABELS, RIGHT);
        across(svg, scale, TOP + ROW * cases.size(), "milliseconds (logarithmic)");
        double y = TOP + ROW / 2.0;
        for (Map.Entry<BenchCase, List<Round>> entry : cases) {
            String name = entry.getKey().name();
            double median = results.median(name, Round.MEDIAN).orElseThrow();
            double end = entry.getValue().get(0).figures().containsKey(Round.P99)
                    ? results.median(name, Round.P99).orElseThrow()
                    : median;
            svg.text(LABELS - 8, y + 4, "end", entry.getKey().title());
            svg.line(scale.at(median), y, scale.at(end), y, colour(name), 3);
            svg.dot(scale.at(median), y, colour(name));
            OptionalDouble raw = entry.getValue().get(0).figures().containsKey(Round.RAW_MEDIAN)
                    ? results.median(name, Round.RAW_MEDIAN)
                    : OptionalDouble.empty();
            String label = Figures.text(median) + (end > median ? " to " + Figures.text(end) : "");
            if (raw.isPresent()) {
                svg.dot(scale.at(raw.getAsDouble()), y, RAW);
                label += ", raw " + Figures.text(raw.getAsDouble());
            }
            svg.text(scale.at(Math.max(end, raw.orElse(0))) + 10, y + 4, "start", label);
            y += ROW;
        }
        return svg.toString();
    }

    private static List<Map.Entry<BenchCase, List<Round>>> with(BenchResults results, String figure) {
        return results.measured().entrySet().stream()
                .filter(entry -> entry.getValue().get(0).figures().containsKey(figure))
                .toList();
    }

    private static void across(SvgCanvas svg, ChartScale scale, double bottom, String unit) {
        for (double mark : scale.marks()) {
            svg.line(scale.at(mark), TOP, scale.at(mark), bottom, SvgCanvas.FAINT, 1);
            svg.text(scale.at(mark), bottom + 18, "middle", mark(mark));
        }
        svg.text((scale.from() + scale.to()) / 2, bottom + 40, "middle", unit);
    }

    private static void curve(
            SvgCanvas svg, BenchResults results, String prefix, String title, ChartScale x, ChartScale y) {
        double lastX = Double.NaN;
        double lastY = Double.NaN;
        for (int connections : BenchCases.CROWDS) {
            OptionalDouble rate = results.median(prefix + connections, Round.RATE);
            if (rate.isEmpty()) {
                continue;
            }
            double thisX = x.at(connections);
            double thisY = y.at(rate.getAsDouble());
            if (!Double.isNaN(lastX)) {
                svg.line(lastX, lastY, thisX, thisY, colour(prefix), 2);
            }
            svg.dot(thisX, thisY, colour(prefix));
            svg.text(thisX, thisY - 10, "middle", Figures.text(rate.getAsDouble()));
            lastX = thisX;
            lastY = thisY;
        }
        if (!Double.isNaN(lastX)) {
            svg.text(lastX + 12, lastY + 4, "start", title);
        }
    }

    private static String mark(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : Figures.plain(value);
    }

    private static String colour(String name) {
        return name.startsWith("empty")
                ? EMPTY
                : name.startsWith("jdbc") || name.startsWith("script")
                        ? RAW
                        : name.startsWith("reserve") ? QUEUE : OURS;
    }
}
