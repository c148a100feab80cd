package org.seckill.badinput;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * The choices of which a case is made. They are kept, so that the case can be made again, or one with fewer or smaller
 * choices: 0 is always the plainest. (MacIver and Donaldson, Test-Case Reduction via Test-Case Generation, ECOOP 2020.)
 * For one thread.
 */
final class RandomChoices {
    private final IntUnaryOperator source;
    private final List<Integer> made = new ArrayList<>();

    private RandomChoices(IntUnaryOperator source) {
        this.source = source;
    }

    static RandomChoices of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new RandomChoices(random::nextInt);
    }

    /** The same choices again, as far as they still fit; when they are used up, the plainest. */
    static RandomChoices again(List<Integer> choices) {
        var left = List.copyOf(choices).iterator();
        return new RandomChoices(bound -> left.hasNext() ? Math.min(left.next(), bound - 1) : 0);
    }

    List<Integer> made() {
        return List.copyOf(made);
    }

    /** @return 0 to {@code bound - 1} */
    int below(int bound) {
        int choice = source.applyAsInt(bound);
        made.add(choice);
        return choice;
    }

    /** The plainest is no. */
    boolean onceIn(int times) {
        return below(times) == times - 1;
    }

    /** The plainest is the first. */
    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
