package org.seckill.tools.soak;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.seckill.order.PurchaseMode;
import org.seckill.tools.chart.SvgPicture;

/** All measures over the whole time, each in a small chart of its own; grey is the time of warming up. */
final class SoakChart {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 330;
    private static final int HEIGHT = 190;
    private static final int TOP = 70;
    private static final Color WARM_UP = new Color(0xd3dae2);
    private static final Color PROCEDURE = new Color(0x2266bb);
    private static final Color QUEUE = new Color(0xc2571a);

    private final SoakOptions options;
    private final List<DeskSamples> desks;

    private SoakChart(SoakOptions options, List<DeskSamples> desks) {
        this.options = options;
        this.desks = desks;
    }

    static String of(SoakOptions options, List<DeskSamples> desks) {
        return new SoakChart(options, desks).svg();
    }

    private String svg() {
        SoakMeasure[] measures = SoakMeasure.values();
        int rows = (measures.length + COLUMNS - 1) / COLUMNS;
        SvgPicture picture = new SvgPicture(COLUMNS * WIDTH, TOP + rows * HEIGHT);
        picture.draw(heading(), 0, 0, COLUMNS * WIDTH, TOP);
        for (int place = 0; place < measures.length; place++) {
            double x = place % COLUMNS * WIDTH;
            double y = TOP + place / COLUMNS * HEIGHT;
            picture.draw(panel(measures[place]), x, y, WIDTH, HEIGHT);
        }
        return picture.svg();
    }

    /** Only the title and the legend. */
    private JFreeChart heading() {
        XYPlot plot = new XYPlot(series(SoakMeasure.HEAP), null, null, lines());
        plot.setOutlineVisible(false);
        return SvgPicture.chart(
                String.format(
                        Locale.ROOT,
                        "%d minutes of mixed load, sales opening and closing",
                        options.length().toMinutes()),
                plot,
                true);
    }

    private JFreeChart panel(SoakMeasure measure) {
        NumberAxis time = new NumberAxis("minutes");
        time.setRange(0, Math.max(0.01, options.length().toMillis() / 60_000.0));
        NumberAxis value = new NumberAxis();
        value.setAutoRangeIncludesZero(true);
        value.setAutoRangeMinimumSize(1);
        XYPlot plot = new XYPlot(series(measure), time, value, lines());
        double warm = options.pace().warmUp().toMillis() / 60_000.0;
        plot.addDomainMarker(new IntervalMarker(0, warm, WARM_UP), Layer.BACKGROUND);
        String title = measure.unit().isEmpty() ? measure.title() : measure.title() + ", " + measure.unit();
        JFreeChart chart = SvgPicture.chart(title, plot, false);
        chart.getTitle().setFont(chart.getTitle().getFont().deriveFont(12f));
        return chart;
    }

    private XYSeriesCollection series(SoakMeasure measure) {
        XYSeriesCollection all = new XYSeriesCollection();
        for (DeskSamples desk : desks) {
            XYSeries one = new XYSeries("desk " + desk.desk().setting());
            desk.samples().forEach(sample -> one.add(sample.at().toMillis() / 60_000.0, sample.of(measure)));
            all.addSeries(one);
        }
        return all;
    }

    private XYLineAndShapeRenderer lines() {
        XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, false);
        lines.setAutoPopulateSeriesPaint(false);
        lines.setAutoPopulateSeriesStroke(false);
        for (int i = 0; i < desks.size(); i++) {
            lines.setSeriesPaint(i, desks.get(i).desk() == PurchaseMode.PROCEDURE ? PROCEDURE : QUEUE);
            lines.setSeriesStroke(i, new BasicStroke(1.5f));
        }
        return lines;
    }
}
