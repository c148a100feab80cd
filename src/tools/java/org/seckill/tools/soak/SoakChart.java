package org.seckill.tools.soak;

import java.util.List;
import java.util.Locale;
import org.seckill.order.PurchaseMode;
import org.seckill.tools.chart.ChartScale;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.chart.SvgCanvas;

/** All measures over the whole time, each in a small plot of its own. */
final class SoakChart {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 330;
    private static final int HEIGHT = 170;
    private static final int TOP = 56;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int ABOVE = 26;
    private static final int BELOW = 38;
    private static final double ROOM = 1.15;
    private static final String PROCEDURE = "#2266bb";
    private static final String QUEUE = "#c2571a";

    private final SoakOptions terms;
    private final List<DeskSamples> stays;
    private final SvgCanvas svg;

    private SoakChart(SoakOptions terms, List<DeskSamples> stays) {
        this.terms = terms;
        this.stays = stays;
        int rows = (SoakMeasure.values().length + COLUMNS - 1) / COLUMNS;
        this.svg = new SvgCanvas(
                COLUMNS * WIDTH,
                TOP + rows * HEIGHT,
                String.format(
                        Locale.ROOT,
                        "%d minutes of mixed load, sales opening and closing",
                        terms.length().toMinutes()));
    }

    static String of(SoakOptions terms, List<DeskSamples> stays) {
        return new SoakChart(terms, stays).draw();
    }

    private String draw() {
        double x = 16;
        for (DeskSamples stay : stays) {
            svg.line(x, 42, x + 24, 42, colour(stay.desk()), 2);
            svg.text(x + 30, 46, "start", "desk " + stay.desk().setting());
            x += 150;
        }
        svg.text(x, 46, "start", "grey: warming up");
        SoakMeasure[] measures = SoakMeasure.values();
        for (int place = 0; place < measures.length; place++) {
            panel(measures[place], place);
        }
        return svg.toString();
    }

    private void panel(SoakMeasure measure, int place) {
        double left = place % COLUMNS * WIDTH + LEFT;
        double top = TOP + place / COLUMNS * HEIGHT + ABOVE;
        double right = left + WIDTH - LEFT - RIGHT;
        double bottom = top + HEIGHT - ABOVE - BELOW;
        ChartScale time = ChartScale.linear(terms.length().toSeconds() / 60.0, left, right);
        ChartScale scale = ChartScale.linear(most(measure) * ROOM, bottom, top);
        double warm = time.at(terms.pace().warmUp().toSeconds() / 60.0);
        svg.bar(left, top, warm - left, bottom - top, SvgCanvas.FAINT);
        for (double mark : scale.marks()) {
            svg.line(left, scale.at(mark), right, scale.at(mark), SvgCanvas.FAINT, 1);
            svg.text(left - 6, scale.at(mark) + 4, "end", Figures.plain(mark));
        }
        for (double mark : time.marks()) {
            svg.line(time.at(mark), bottom, time.at(mark), bottom + 4, SvgCanvas.INK, 1);
            svg.text(time.at(mark), bottom + 17, "middle", Figures.plain(mark));
        }
        svg.text(right, bottom + 31, "end", "minutes");
        svg.text(left - 40, top - 9, "start", title(measure));
        stays.forEach(stay -> svg.curve(
                stay.samples().stream()
                        .map(sample ->
                                new double[] {time.at(sample.at().toMillis() / 60_000.0), scale.at(sample.of(measure))})
                        .toList(),
                colour(stay.desk()),
                1.5));
    }

    private double most(SoakMeasure measure) {
        double most = stays.stream()
                .flatMap(stay -> stay.samples().stream())
                .mapToDouble(sample -> sample.of(measure))
                .max()
                .orElse(1);
        // What stays at nothing has an axis, too.
        return Math.max(1, most);
    }

    private static String title(SoakMeasure measure) {
        return measure.unit().isEmpty() ? measure.title() : measure.title() + ", " + measure.unit();
    }

    private static String colour(PurchaseMode desk) {
        return desk == PurchaseMode.PROCEDURE ? PROCEDURE : QUEUE;
    }
}
