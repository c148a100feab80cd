package org.seckill.tools.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.ChartTheme;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.svg.SVGGraphics2D;

/** A picture of one or more charts in one style, written as SVG. For one thread. */
public final class SvgPicture {
    public static final Color INK = new Color(0x1f2933);
    private static final Color FAINT = new Color(0xd3dae2);
    private static final ChartTheme STYLE = style();

    private final SVGGraphics2D picture;

    /** @param width and height in pixels */
    public SvgPicture(int width, int height) {
        picture = new SVGGraphics2D(width, height);
        // The default contains the time, so that equal pictures would differ.
        picture.setDefsKeyPrefix("c");
        picture.setPaint(Color.WHITE);
        picture.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    /** A chart of this plot in the style of all pictures. */
    public static JFreeChart chart(String title, Plot plot, boolean hasLegend) {
        JFreeChart chart = new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, plot, hasLegend);
        STYLE.apply(chart);
        // Room for the label at the end of an axis.
        chart.setPadding(new RectangleInsets(4, 4, 4, 28));
        return chart;
    }

    /** An axis with a label at each power of ten. */
    public static LogAxis logarithmicAxis(String label, double low, double high) {
        LogAxis axis = new LogAxis(label);
        axis.setRange(low, high);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setMinorTickMarksVisible(false);
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    /** Draws a chart into a rectangle, in pixels from the upper left corner. */
    public SvgPicture draw(JFreeChart chart, double x, double y, double width, double height) {
        chart.draw(picture, new Rectangle2D.Double(x, y, width, height));
        return this;
    }

    /** The picture as an SVG document. */
    public String svg() {
        return picture.getSVGDocument();
    }

    /** Draws one chart that fills the picture. */
    public static String of(JFreeChart chart, int width, int height) {
        return new SvgPicture(width, height).draw(chart, 0, 0, width, height).svg();
    }

    private static ChartTheme style() {
        StandardChartTheme style = new StandardChartTheme("report");
        style.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        style.setLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setSmallFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        style.setTitlePaint(INK);
        style.setAxisLabelPaint(INK);
        style.setTickLabelPaint(INK);
        style.setLegendItemPaint(INK);
        style.setItemLabelPaint(INK);
        style.setChartBackgroundPaint(Color.WHITE);
        style.setPlotBackgroundPaint(Color.WHITE);
        style.setDomainGridlinePaint(FAINT);
        style.setRangeGridlinePaint(FAINT);
        style.setPlotOutlinePaint(FAINT);
        style.setShadowVisible(false);
        style.setBarPainter(new StandardBarPainter());
        style.setXYBarPainter(new StandardXYBarPainter());
        return style;
    }
}
