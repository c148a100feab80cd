package org.seckill.tools.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.SALE;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.other;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.press;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.result;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.wrong;

import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StressSummaryTest {
    @Test
    void aPercentileIsWhatSoManyInAHundredDidNotExceed() {
        SampleSpan span = new SampleSpan(IntStream.rangeClosed(1, 200)
                .mapToObj(millis -> other("time", 0, millis))
                .toList());

        assertThat(span.percentile(50)).isEqualTo(100);
        assertThat(span.percentile(99)).isEqualTo(198);
        assertThat(span.slowest()).isEqualTo(200);
        assertThat(new SampleSpan(List.of(other("time", 0, 7))).percentile(50)).isEqualTo(7);
    }

    @Test
    void theTimeToSellOutIsFromTheFirstConfirmationToTheLast() {
        SalePresses rush = rush(
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
        SalePresses rush = rush(press("1", 1000, 20, "1", "a"), result("1", 1100, 20, "1", "a"));

        assertThat(rush.confirmations()).hasSize(1);
        assertThat(rush.millisToSell()).hasValue(0L);
    }

    @Test
    void whereNothingIsConfirmedNothingIsSold() {
        SalePresses rush = rush(press("1", 1000, 20, "0", ""));

        assertThat(rush.millisToSell()).isEmpty();
        assertThat(rush.confirmedPerSecond()).isZero();
    }

    @Test
    void anAnswerIsOfTheKindThatItsBodySays() {
        assertThat(AnswerClass.of(press("1", 0, 1, "2", "t"))).isEqualTo(AnswerClass.QUEUED);
        assertThat(AnswerClass.of(result("1", 0, 1, "2", "t"))).isEqualTo(AnswerClass.STILL_QUEUED);
        assertThat(AnswerClass.of(press("1", 0, 1, "-4", ""))).isEqualTo(AnswerClass.BUSY);
        assertThat(AnswerClass.of(result("1", 0, 1, "none", ""))).isEqualTo(AnswerClass.BUSY);
        assertThat(AnswerClass.of(other("list", 0, 1))).isEqualTo(AnswerClass.PAGE);
        assertThat(AnswerClass.of(wrong("list", "no"))).isEqualTo(AnswerClass.WRONG);
    }

    @Test
    void thePageTellsTheFiguresAndTheFaults() {
        List<StressSample> samples = List.of(
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
                new StressChart("a run", List.of(press("1", 1000, 20, "1", "a"), press("2", 1000, 520, "0", ""))).svg();

        assertThat(svg)
                .contains(">confirmed<", ">sold out<", ">20.0 to 20.0<", ">520 to 520<")
                .doesNotContain(">queued<");
    }

    private static String page(List<StressSample> samples, List<String> faults) {
        return String.join(
                "\n", new StressSummary(StressOptions.of(new Properties()), samples, faults, List.of()).lines());
    }

    private static SalePresses rush(StressSample... samples) {
        return Objects.requireNonNull(SalePresses.of(List.of(samples)).get(SALE));
    }

    /** Samples for tests, of one sale. */
    static final class PlantedSamples {
        static final String SALE = "1000";

        private PlantedSamples() {}

        static StressSample press(String phone, long start, int millis, String state, String ticket) {
            return new StressSample("execution", start, millis, true, "200 OK", SALE, phone, state, ticket);
        }

        static StressSample again(String phone, long start, int millis, String state, String ticket) {
            return new StressSample("execution again", start, millis, true, "200 OK", SALE, phone, state, ticket);
        }

        static StressSample result(String phone, long start, int millis, String state, String ticket) {
            return new StressSample("result", start, millis, true, "200 OK", SALE, phone, state, ticket);
        }

        static StressSample other(String label, long start, int millis) {
            return new StressSample(label, start, millis, true, "200 OK", SALE, "138", "none", "");
        }

        static StressSample wrong(String label, String complaint) {
            return new StressSample(label, 0, 1, false, complaint, SALE, "138", "none", "");
        }
    }
}
