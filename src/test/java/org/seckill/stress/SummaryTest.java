package org.seckill.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.seckill.stress.Heard.SALE;
import static org.seckill.stress.Heard.other;
import static org.seckill.stress.Heard.press;
import static org.seckill.stress.Heard.result;
import static org.seckill.stress.Heard.wrong;

import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void aPercentileIsWhatSoManyInAHundredDidNotExceed() {
        Span span = new Span(IntStream.rangeClosed(1, 200)
                .mapToObj(millis -> other("time", 0, millis))
                .toList());

        assertThat(span.percentile(50)).isEqualTo(100);
        assertThat(span.percentile(99)).isEqualTo(198);
        assertThat(span.slowest()).isEqualTo(200);
        assertThat(new Span(List.of(other("time", 0, 7))).percentile(50)).isEqualTo(7);
    }

    @Test
    void theTimeToSellOutIsFromTheFirstConfirmationToTheLast() {
        Rush rush = rush(
                press("1", 1000, 20, "1", "a"),
                press("2", 1000, 30, "2", "b"),
                result("2", 1200, 50, "2", "b"),
                result("2", 1300, 40, "1", "b"),
                press("3", 1400, 500, "0", ""));

        assertThat(rush.millisToSell()).hasValue(320L);
        assertThat(rush.confirmedPerSecond()).isCloseTo(2 / 0.34, within(1e-9));
    }

    @Test
    void whoeverIsToldTwiceIsConfirmedOnceAndWhenItWasSaidFirst() {
        Rush rush = rush(press("1", 1000, 20, "1", "a"), result("1", 1100, 20, "1", "a"));

        assertThat(rush.confirmations()).hasSize(1);
        assertThat(rush.millisToSell()).hasValue(0L);
    }

    @Test
    void whereNothingIsConfirmedNothingIsSold() {
        Rush rush = rush(press("1", 1000, 20, "0", ""));

        assertThat(rush.millisToSell()).isEmpty();
        assertThat(rush.confirmedPerSecond()).isZero();
    }

    @Test
    void anAnswerIsOfTheKindThatItsBodySays() {
        assertThat(Kind.of(press("1", 0, 1, "2", "t"))).isEqualTo(Kind.QUEUED);
        assertThat(Kind.of(result("1", 0, 1, "2", "t"))).isEqualTo(Kind.STILL_QUEUED);
        assertThat(Kind.of(press("1", 0, 1, "-4", ""))).isEqualTo(Kind.BUSY);
        assertThat(Kind.of(result("1", 0, 1, "none", ""))).isEqualTo(Kind.BUSY);
        assertThat(Kind.of(other("list", 0, 1))).isEqualTo(Kind.PAGE);
        assertThat(Kind.of(wrong("list", "no"))).isEqualTo(Kind.WRONG);
    }

    @Test
    void thePageTellsTheFiguresAndTheFaults() {
        List<Sample> samples = List.of(
                other("rehearsal execution", 0, 900), press("1", 1000, 20, "1", "a"), press("2", 1000, 520, "0", ""));

        String page = page(samples, List.of("sale 1000: oversold"));

        assertThat(page)
                .contains("| confirmed | 1 |", "| from the first confirmation to the last | 0.000 s |")
                .contains("| sold out | 1 | 1.92 | 520 | 520 | 520 | 520 |", "| answers | 3 in 1.5 s |")
                .contains("- **sale 1000: oversold**")
                .doesNotContain("other");
    }

    @Test
    void thePictureHasABarForEachKindAndItsPercentiles() {
        String svg =
                new Picture("a run", List.of(press("1", 1000, 20, "1", "a"), press("2", 1000, 520, "0", ""))).svg();

        assertThat(svg)
                .contains(Kind.CONFIRMED.colour(), Kind.SOLD_OUT.colour(), ">20.0 to 20.0<", ">520 to 520<")
                .doesNotContain(Kind.QUEUED.colour());
    }

    private static String page(List<Sample> samples, List<String> faults) {
        return String.join("\n", new Summary(Terms.of(new Properties()), samples, faults, List.of()).lines());
    }

    private static Rush rush(Sample... samples) {
        return Objects.requireNonNull(Rush.of(List.of(samples)).get(SALE));
    }
}
