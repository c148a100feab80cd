package org.seckill.tools.stress;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.seckill.tools.chart.ChartScale;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.chart.SvgCanvas;

/** What the summary shows: the answers of each moment by what they said, and how long each kind took. */
final class StressChart {
    private static final int WIDTH = 900;
    private static final int LEFT = 80;
    private static final int RIGHT = WIDTH - 150;
    private static final int TOP = 60;
    private static final int BOTTOM = 300;
    private static final int ROW = 22;
    private static final int LABELS = 170;
    private static final int BARS = 120;
    private static final double MILLIS = 1000.0;
    private static final double ROOM = 1.05;
    private static final double GAP = 0.5;

    private final String title;
    private final List<StressSample> samples;
    private final Map<AnswerClass, SampleSpan> kinds;
    private final SampleSpan whole;
    private final long width;

    /** @param samples those of the rehearsal, too */
    StressChart(String title, List<StressSample> samples) {
        this.title = title;
        this.samples = samples;
        this.kinds = StressSummary.byKind(samples);
        this.whole = new SampleSpan(samples);
        this.width = Math.max(1, (whole.lastEnd() - whole.firstStart()) / BARS + 1);
    }

    String svg() {
        SvgCanvas svg = new SvgCanvas(WIDTH, BOTTOM + 100 + ROW * kinds.size() + 50, title);
        answers(svg);
        times(svg);
        return svg.toString();
    }

    private void answers(SvgCanvas svg) {
        Map<Long, Map<AnswerClass, Integer>> moments = moments();
        double most = moments.values().stream()
                .mapToInt(counts ->
                        counts.values().stream().mapToInt(count -> count).sum())
                .max()
                .orElse(1);
        ChartScale y = ChartScale.linear(perSecond(most) * ROOM, BOTTOM, TOP);
        ChartScale x = ChartScale.linear(whole.seconds(), LEFT, RIGHT);
        svg.text(16, TOP - 10, "start", "answers per second; grey: the rehearsal");
        for (double mark : y.marks()) {
            svg.line(LEFT, y.at(mark), RIGHT, y.at(mark), SvgCanvas.FAINT, 1);
            svg.text(LEFT - 8, y.at(mark) + 4, "end", String.format(Locale.ROOT, "%,.0f", mark));
        }
        for (double mark : x.marks()) {
            svg.text(x.at(mark), BOTTOM + 18, "middle", String.format(Locale.ROOT, "%,.0f", mark));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 36, "middle", "seconds since the first request");
        moments.forEach((moment, counts) -> bar(svg, x, y, moment, counts));
        legend(svg);
    }

    private void bar(SvgCanvas svg, ChartScale x, ChartScale y, long moment, Map<AnswerClass, Integer> counts) {
        double from = x.at(moment * width / MILLIS);
        double to = x.at((moment + 1) * width / MILLIS);
        double below = 0;
        for (Map.Entry<AnswerClass, Integer> count : counts.entrySet()) {
            double above = below + perSecond(count.getValue());
            svg.bar(
                    from,
                    y.at(above),
                    to - from - GAP,
                    y.at(below) - y.at(above),
                    count.getKey().colour());
            below = above;
        }
    }

    private void legend(SvgCanvas svg) {
        double y = TOP;
        for (AnswerClass kind : kinds.keySet()) {
            svg.bar(RIGHT + 16, y, 12, 12, kind.colour());
            svg.text(RIGHT + 34, y + 11, "start", kind.title());
            y += ROW - 2;
        }
    }

    private void times(SvgCanvas svg) {
        double top = BOTTOM + 80;
        double bottom = top + ROW * kinds.size();
        ChartScale scale = ChartScale.logarithmic(1, 100_000, LABELS, RIGHT);
        svg.text(16, top - 12, "start", "how long they took (dot: median; end of the line: p99)");
        for (double mark : scale.marks()) {
            svg.line(scale.at(mark), top, scale.at(mark), bottom, SvgCanvas.FAINT, 1);
            svg.text(scale.at(mark), bottom + 18, "middle", String.format(Locale.ROOT, "%,.0f", mark));
        }
        svg.text((LABELS + RIGHT) / 2.0, bottom + 38, "middle", "milliseconds (logarithmic)");
        double y = top + ROW / 2.0;
        for (Map.Entry<AnswerClass, SampleSpan> kind : kinds.entrySet()) {
            // Less than a millisecond is what JMeter does not see.
            double median = Math.max(1, kind.getValue().percentile(50));
            double end = Math.max(1, kind.getValue().percentile(99));
            String colour = kind.getKey().colour();
            svg.text(LABELS - 8, y + 4, "end", kind.getKey().title());
            svg.line(scale.at(median), y, scale.at(end), y, colour, 3);
            svg.dot(scale.at(median), y, colour);
            svg.text(scale.at(end) + 10, y + 4, "start", Figures.text(median) + " to " + Figures.text(end));
            y += ROW;
        }
    }

    private double perSecond(double count) {
        return count * MILLIS / width;
    }

    /** The number of answers of each kind that came in each part of the run, which all are {@link #width} long. */
    private Map<Long, Map<AnswerClass, Integer>> moments() {
        Map<Long, Map<AnswerClass, Integer>> moments = new TreeMap<>();
        for (StressSample sample : samples) {
            AnswerClass kind = sample.isRehearsal() ? AnswerClass.OTHER : AnswerClass.of(sample);
            long moment = (sample.end() - whole.firstStart()) / width;
            moments.computeIfAbsent(moment, unused -> new EnumMap<>(AnswerClass.class))
                    .merge(kind, 1, Integer::sum);
        }
        return moments;
    }
}
