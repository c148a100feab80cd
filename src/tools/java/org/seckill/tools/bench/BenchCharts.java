package org.seckill.tools.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.IntervalBarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.category.DefaultIntervalCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.seckill.tools.benchcase.BenchCases;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.chart.SvgPicture;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/** The pictures of the report. */
final class BenchCharts {
    private static final int WIDTH = 900;
    private static final int ROW = 24;
    private static final int MARGIN = 100;
    private static final Color OURS = new Color(0x2266bb);
    private static final Color QUEUE = new Color(0x2e8b57);
    private static final Color EMPTY = new Color(0x8a94a0);
    private static final Color RAW = new Color(0xb3730f);

    private final List<BenchCase> cases;
    private final CategoryPlot plot = new CategoryPlot();

    /** A chart with one row per case. */
    private BenchCharts(List<BenchCase> cases, ValueAxis values) {
        this.cases = cases;
        CategoryAxis names = new CategoryAxis();
        names.setMaximumCategoryLabelWidthRatio(0.5f);
        plot.setDomainAxis(names);
        plot.setRangeAxis(values);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setRangeGridlinesVisible(true);
    }

    /** Answers per second of each case: a bar to the median, and a line from the slowest round to the fastest. */
    static String throughput(BenchResults results) {
        List<BenchCase> cases = with(results, Round.RATE);
        NumberAxis axis = new NumberAxis("answers per second");
        axis.setUpperMargin(0.12);
        BenchCharts chart = new BenchCharts(cases, axis);
        Function<BenchCase, double[]> rates = one ->
                rounds(results, one).stream().mapToDouble(Round::rate).sorted().toArray();
        chart.bars(0, 0.6, one -> 0, one -> Figures.median(rates.apply(one)), BenchCharts::colour);
        chart.bars(
                1,
                0.08,
                one -> rates.apply(one)[0],
                one -> Arrays.stream(rates.apply(one)).max().orElse(0),
                one -> SvgPicture.INK);
        cases.forEach(one -> chart.text(
                one, Arrays.stream(rates.apply(one)).max().orElse(0), Figures.text(Figures.median(rates.apply(one)))));
        return chart.svg("Throughput (bar: median; line: slowest to fastest round)");
    }

    /** From the median to the slowest hundredth. */
    static String latency(BenchResults results) {
        List<BenchCase> cases = with(results, Round.MEDIAN);
        LogAxis axis = SvgPicture.logarithmicAxis("milliseconds (logarithmic)", 0.1, 10_000);
        BenchCharts chart = new BenchCharts(cases, axis);
        Function<BenchCase, Double> median =
                one -> results.median(one.name(), Round.MEDIAN).orElseThrow();
        Function<BenchCase, OptionalDouble> raw = one -> figure(results, one, Round.RAW_MEDIAN);
        Function<BenchCase, Double> end = one -> figure(results, one, Round.P99).orElse(median.apply(one));
        chart.bars(0, 0.15, median, end, BenchCharts::colour);
        chart.dots(1, one -> OptionalDouble.of(median.apply(one)), OURS);
        chart.dots(2, raw, RAW);
        cases.forEach(one -> {
            double last = end.apply(one);
            String label =
                    Figures.text(median.apply(one)) + (last > median.apply(one) ? " to " + Figures.text(last) : "");
            String direct = raw.apply(one).isPresent()
                    ? ", raw " + Figures.text(raw.apply(one).getAsDouble())
                    : "";
            chart.text(one, Math.max(last, raw.apply(one).orElse(0)), label + direct);
        });
        return chart.svg("Latency (dot: median; end of the line: p99; medians of the rounds)");
    }

    /** Purchases and reservations by connections, with an empty servlet. */
    static String connections(BenchResults results) {
        XYSeriesCollection rates = new XYSeriesCollection();
        rates.addSeries(curve(results, "empty-", "empty servlet"));
        rates.addSeries(curve(results, "purchase-", "purchases"));
        rates.addSeries(curve(results, "reserve-", "reservations"));
        XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer();
        lines.setAutoPopulateSeriesPaint(false);
        lines.setAutoPopulateSeriesStroke(false);
        List<Color> colours = List.of(EMPTY, OURS, QUEUE);
        for (int i = 0; i < colours.size(); i++) {
            lines.setSeriesPaint(i, colours.get(i));
            lines.setSeriesStroke(i, new BasicStroke(2));
            lines.setSeriesShape(i, dot());
        }
        lines.setDefaultItemLabelGenerator((data, series, item) -> Figures.text(data.getYValue(series, item)));
        lines.setDefaultItemLabelsVisible(true);
        // Below the point: reservations are about as fast as purchases.
        lines.setSeriesPositiveItemLabelPosition(
                2, new ItemLabelPosition(ItemLabelAnchor.OUTSIDE6, TextAnchor.TOP_CENTER));
        NumberAxis perSecond = new NumberAxis("per second");
        perSecond.setAutoRangeIncludesZero(true);
        XYPlot plot = new XYPlot(
                rates, SvgPicture.logarithmicAxis("connections (logarithmic)", 10, 10_000), perSecond, lines);
        return SvgPicture.of(
                SvgPicture.chart("Purchases and reservations over HTTP by connections (medians)", plot, true),
                WIDTH,
                460);
    }

    private void bars(
            int layer,
            double thickness,
            Function<BenchCase, ? extends Number> from,
            Function<BenchCase, ? extends Number> to,
            Function<BenchCase, Color> colour) {
        Number[] starts = cases.stream().map(from).toArray(Number[]::new);
        Number[] ends = cases.stream().map(to).toArray(Number[]::new);
        plot.setDataset(
                layer,
                new DefaultIntervalCategoryDataset(
                        new String[] {"layer " + layer}, titles(), new Number[][] {starts}, new Number[][] {ends}));
        IntervalBarRenderer bars = new IntervalBarRenderer() {
            @Override
            public Paint getItemPaint(int row, int column) {
                return colour.apply(cases.get(column));
            }
        };
        bars.setMaximumBarWidth(thickness / cases.size());
        plot.setRenderer(layer, bars);
    }

    private void dots(int layer, Function<BenchCase, OptionalDouble> value, Color colour) {
        DefaultCategoryDataset dots = new DefaultCategoryDataset();
        cases.forEach(one -> {
            OptionalDouble at = value.apply(one);
            dots.addValue(at.isPresent() ? at.getAsDouble() : null, "layer " + layer, one.title());
        });
        plot.setDataset(layer, dots);
        LineAndShapeRenderer shapes = new LineAndShapeRenderer(false, true);
        shapes.setSeriesShape(0, dot());
        shapes.setAutoPopulateSeriesPaint(false);
        shapes.setSeriesPaint(0, colour);
        plot.setRenderer(layer, shapes);
    }

    private void text(BenchCase one, double at, String label) {
        CategoryTextAnnotation text = new CategoryTextAnnotation("\u00a0\u00a0" + label, one.title(), at);
        text.setTextAnchor(TextAnchor.CENTER_LEFT);
        text.setPaint(SvgPicture.INK);
        plot.addAnnotation(text);
    }

    private String svg(String title) {
        return SvgPicture.of(SvgPicture.chart(title, plot, false), WIDTH, MARGIN + ROW * cases.size());
    }

    private String[] titles() {
        return cases.stream().map(BenchCase::title).toArray(String[]::new);
    }

    private static Ellipse2D dot() {
        return new Ellipse2D.Double(-4, -4, 8, 8);
    }

    private static XYSeries curve(BenchResults results, String prefix, String title) {
        XYSeries curve = new XYSeries(title);
        for (int connections : BenchCases.CROWDS) {
            results.median(prefix + connections, Round.RATE).ifPresent(rate -> curve.add(connections, rate));
        }
        return curve;
    }

    private static List<BenchCase> with(BenchResults results, String figure) {
        return results.measured().entrySet().stream()
                .filter(entry -> entry.getValue().get(0).figures().containsKey(figure))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Round> rounds(BenchResults results, BenchCase one) {
        return Objects.requireNonNull(results.measured().get(one));
    }

    private static OptionalDouble figure(BenchResults results, BenchCase one, String figure) {
        return rounds(results, one).get(0).figures().containsKey(figure)
                ? results.median(one.name(), figure)
                : OptionalDouble.empty();
    }

    private static Color colour(BenchCase one) {
        String name = one.name();
        return name.startsWith("empty")
                ? EMPTY
                : name.startsWith("jdbc") || name.startsWith("script")
                        ? RAW
                        : name.startsWith("reserve") ? QUEUE : OURS;
    }
}
