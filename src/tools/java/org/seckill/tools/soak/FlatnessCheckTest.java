package org.seckill.tools.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlatnessCheckTest {
    private static final int SECONDS = 3600;
    private static final int BETWEEN = 10;
    private static final Duration WARM_UP = Duration.ofMinutes(10);

    /** From the end of the warm-up to the last sample. */
    private static final double JUDGED = SECONDS - WARM_UP.toSeconds();

    @ParameterizedTest
    @EnumSource
    void aLeakOfEachKindIsFoundAndNoOther(SoakMeasure leaking) {
        List<SoakSample> samples = samples(
                measure -> measure == leaking ? seconds -> 1.5 * measure.bound() * seconds / JUDGED : seconds -> 0);
        assertThat(FlatnessCheck.of(samples, WARM_UP).grown()).containsExactly(leaking);
    }

    @ParameterizedTest
    @EnumSource
    void whatGainsHalfOfItsBoundIsFlat(SoakMeasure growing) {
        List<SoakSample> samples = samples(
                measure -> measure == growing ? seconds -> 0.5 * measure.bound() * seconds / JUDGED : seconds -> 0);
        assertThat(FlatnessCheck.of(samples, WARM_UP).grown()).isEmpty();
    }

    @Test
    void whatGrowsWhileItWarmsUpAndThenStaysIsFlat() {
        List<SoakSample> samples =
                samples(measure -> seconds -> 20 * measure.bound() * Math.min(1, seconds / WARM_UP.toSeconds()));
        assertThat(FlatnessCheck.of(samples, WARM_UP).grown()).isEmpty();
    }

    @Test
    void whatComesAndGoesWithTheSalesIsFlat() {
        List<SoakSample> samples = samples(measure -> seconds -> 3 * measure.bound() * (seconds % 60) / 60);
        assertThat(FlatnessCheck.of(samples, WARM_UP).grown()).isEmpty();
    }

    @Test
    void aPeakOfSomeMinutesNearTheEndIsNoLeak() {
        List<SoakSample> samples =
                samples(measure -> seconds -> seconds > SECONDS - 240 && seconds < SECONDS - 60 ? 50 : 0);
        assertThat(FlatnessCheck.of(samples, WARM_UP).grown()).isEmpty();
    }

    @Test
    void whatShrinksIsNoLeak() {
        List<SoakSample> samples = samples(measure -> seconds -> -5 * measure.bound() * seconds / JUDGED);
        assertThat(FlatnessCheck.of(samples, WARM_UP).grown()).isEmpty();
    }

    @Test
    void twoSamplesAreTooFew() {
        List<SoakSample> samples = samples(measure -> seconds -> 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlatnessCheck.of(samples.subList(0, 2), Duration.ZERO))
                .withMessageContaining("2 samples");
    }

    @Test
    void theTrendIsThatOfTheMiddleAndNotOfTheOutliers() {
        ToDoubleFunction<SoakSample> everyFifthIsAnOutlier = sample ->
                sample.at().toSeconds() % 50 == 0 ? 10_000 : sample.at().toSeconds();
        Trend trend = Trend.of(samples(measure -> seconds -> 0), everyFifthIsAnOutlier);
        assertThat(trend.gain()).isBetween(0.9 * SECONDS, 1.2 * SECONDS);
    }

    /** Around 100, with noise whose spread is half of the bound. */
    private static List<SoakSample> samples(Function<SoakMeasure, DoubleUnaryOperator> course) {
        Random noise = new Random(1);
        return IntStream.rangeClosed(1, SECONDS / BETWEEN)
                .map(number -> number * BETWEEN)
                .mapToObj(seconds -> new SoakSample(
                        Duration.ofSeconds(seconds),
                        Arrays.stream(SoakMeasure.values())
                                .collect(Collectors.toMap(
                                        measure -> measure,
                                        measure -> 100
                                                + measure.bound() / 2 * noise.nextGaussian()
                                                + course.apply(measure).applyAsDouble(seconds)))))
                .toList();
    }
}
