package org.seckill.tools.stress;

import java.awt.Color;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.IntervalBarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.category.DefaultIntervalCategoryDataset;
import org.jfree.data.xy.DefaultTableXYDataset;
import org.jfree.data.xy.XYSeries;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.chart.SvgPicture;

/** The picture of a summary: the answers over time by kind, and the response times of each kind. */
final class StressChart {
    private static final int WIDTH = 900;
    private static final int TOP = 380;
    private static final int ROW = 22;
    private static final int MARGIN = 100;
    private static final int BARS = 120;
    private static final double MILLIS = 1000.0;

    private final String title;
    private final List<StressSample> samples;
    private final Map<AnswerClass, SampleSpan> kinds;
    private final SampleSpan whole;

    /** The time that one bar covers, in milliseconds. */
    private final long width;

    /** @param samples includes those of the rehearsal */
    StressChart(String title, List<StressSample> samples) {
        this.title = title;
        this.samples = samples;
        this.kinds = StressSummary.byKind(samples);
        this.whole = new SampleSpan(samples);
        this.width = Math.max(1, (whole.lastEnd() - whole.firstStart()) / BARS + 1);
    }

    String svg() {
        int height = MARGIN + ROW * kinds.size();
        return new SvgPicture(WIDTH, TOP + height)
                .draw(answers(), 0, 0, WIDTH, TOP)
                .draw(times(), 0, TOP, WIDTH, height)
                .svg();
    }

    private JFreeChart answers() {
        Map<Long, Map<AnswerClass, Integer>> moments = moments();
        DefaultTableXYDataset answers = new DefaultTableXYDataset();
        StackedXYBarRenderer bars = new StackedXYBarRenderer(0.1);
        bars.setAutoPopulateSeriesPaint(false);
        for (AnswerClass kind : AnswerClass.values()) {
            if (moments.values().stream().noneMatch(counts -> counts.containsKey(kind))) {
                continue;
            }
            XYSeries series = new XYSeries(kind == AnswerClass.OTHER ? "rehearsal" : kind.title(), true, false);
            moments.forEach((moment, counts) ->
                    series.add((moment + 0.5) * width / MILLIS, counts.getOrDefault(kind, 0) * MILLIS / width));
            bars.setSeriesPaint(answers.getSeriesCount(), Color.decode(kind.colour()));
            answers.addSeries(series);
        }
        answers.setIntervalWidth(width / MILLIS);
        XYPlot plot = new XYPlot(
                answers, new NumberAxis("seconds since the first request"), new NumberAxis("answers per second"), bars);
        JFreeChart chart = SvgPicture.chart(title, plot, true);
        chart.getLegend().setPosition(RectangleEdge.RIGHT);
        return chart;
    }

    private JFreeChart times() {
        List<AnswerClass> shown = List.copyOf(kinds.keySet());
        String[] titles = shown.stream().map(AnswerClass::title).toArray(String[]::new);
        // JMeter measures whole milliseconds; a logarithmic axis has no 0.
        Double[] medians = shown.stream().map(kind -> percentile(kind, 50)).toArray(Double[]::new);
        Double[] ends = shown.stream().map(kind -> percentile(kind, 99)).toArray(Double[]::new);
        LogAxis axis =
                SvgPicture.logarithmicAxis("milliseconds (logarithmic; dot: median; end of the line: p99)", 1, 100_000);
        IntervalBarRenderer lines = new IntervalBarRenderer() {
            @Override
            public Paint getItemPaint(int row, int column) {
                return Color.decode(shown.get(column).colour());
            }
        };
        lines.setMaximumBarWidth(0.15 / shown.size());
        CategoryPlot plot = new CategoryPlot(
                new DefaultIntervalCategoryDataset(
                        new String[] {"p50 to p99"}, titles, new Number[][] {medians}, new Number[][] {ends}),
                new CategoryAxis(),
                axis,
                lines);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setRangeGridlinesVisible(true);
        DefaultCategoryDataset dots = new DefaultCategoryDataset();
        for (int i = 0; i < titles.length; i++) {
            dots.addValue(medians[i], "p50", titles[i]);
            CategoryTextAnnotation text = new CategoryTextAnnotation(
                    Figures.text(medians[i]) + " to " + Figures.text(ends[i]), titles[i], ends[i] * 1.15);
            text.setTextAnchor(TextAnchor.CENTER_LEFT);
            text.setPaint(SvgPicture.INK);
            plot.addAnnotation(text);
        }
        LineAndShapeRenderer shapes = new LineAndShapeRenderer(false, true);
        shapes.setSeriesShape(0, new Ellipse2D.Double(-4, -4, 8, 8));
        shapes.setAutoPopulateSeriesPaint(false);
        shapes.setSeriesPaint(0, SvgPicture.INK);
        plot.setDataset(1, dots);
        plot.setRenderer(1, shapes);
        return SvgPicture.chart("Response times", plot, false);
    }

    private double percentile(AnswerClass kind, int percent) {
        return Math.max(1, Objects.requireNonNull(kinds.get(kind)).percentile(percent));
    }

    /** The number of answers of each kind in each part of the run, by the number of the part. */
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
