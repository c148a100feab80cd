package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    @Test
    void onlyWhatFailsIsKept() {
        List<Integer> plainest =
                new Shrinker(1000).fewer(List.of(9, 3, 8, 5, 7, 1, 4), some -> some.containsAll(List.of(3, 7)));
        assertThat(plainest).containsExactly(3, 7);
    }

    @Test
    void choicesBecomeAsSmallAsTheyCanBe() {
        List<Integer> plainest = new Shrinker(1000)
                .plainer(
                        List.of(90, 33, 80),
                        some -> some.stream().mapToInt(i -> i).sum() >= 30);
        assertThat(plainest).containsExactly(30);
    }

    @Test
    void nothingIsTriedMoreOftenThanItMayBe() {
        List<Integer> tries = new ArrayList<>();
        List<Integer> kept = new Shrinker(3).plainer(List.of(1, 2, 3, 4), some -> {
            tries.addAll(some);
            return false;
        });
        assertThat(kept).containsExactly(1, 2, 3, 4);
        assertThat(tries).hasSize(2 + 2 + 3);
    }

    @Test
    void aSeedMakesTheSameChoicesAgain() {
        assertThat(draw(RandomChoices.of(7)))
                .isEqualTo(draw(RandomChoices.of(7)))
                .isNotEqualTo(draw(RandomChoices.of(8)));
    }

    @Test
    void choicesThatWereKeptMakeTheSameCaseAndWithoutThemItIsThePlainest() {
        RandomChoices first = RandomChoices.of(7);
        List<Integer> drawn = draw(first);
        assertThat(draw(RandomChoices.again(first.made()))).isEqualTo(drawn);
        assertThat(draw(RandomChoices.again(List.of()))).containsOnly(0);
        assertThat(RandomChoices.again(List.of(99)).below(10)).isEqualTo(9);
    }

    private static List<Integer> draw(RandomChoices draws) {
        List<Integer> drawn = new ArrayList<>();
        for (int bound = 1; bound < 100; bound++) {
            drawn.add(draws.below(bound));
        }
        return drawn;
    }
}
