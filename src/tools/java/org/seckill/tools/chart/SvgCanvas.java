package org.seckill.tools.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A picture in the making; lengths are pixels, from the upper left corner. */
public final class SvgCanvas {
    public static final String INK = "#1f2933";
    public static final String FAINT = "#d3dae2";

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;

    public SvgCanvas(int width, int height, String title) {
        this.width = width;
        this.height = height;
        text(16, 26, "start", title, 16);
    }

    public void line(double x1, double y1, double x2, double y2, String colour, double thickness) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                x1, y1, x2, y2, colour, thickness);
    }

    public void bar(double x, double y, double length, double thickness, String colour) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, length, thickness, colour);
    }

    public void dot(double x, double y, String colour) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, y, colour);
    }

    /** A line through all these points. */
    public void curve(List<double[]> points, String colour, double thickness) {
        String path = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point[0], point[1]))
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"/>", path, colour, thickness);
    }

    /** @param anchor start, middle or end: where in the text the point is */
    public void text(double x, double y, String anchor, String text) {
        text(x, y, anchor, text, 12);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """, width, height, width, height, shapes);
    }

    private void text(double x, double y, String anchor, String text, int size) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>",
                x, y, anchor, size, INK, escaped);
    }

    private void add(String form, Object... values) {
        shapes.append(String.format(Locale.ROOT, form, values)).append('\n');
    }
}
