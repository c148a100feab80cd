package org.seckill.badinput;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes what fails plainer for as long as it still fails. For one thread. */
final class Shrinker {
    private int triesLeft;

    /** @param tries of both methods together */
    Shrinker(int tries) {
        this.triesLeft = tries;
    }

    /** Leaves out whatever is not needed, long stretches first. */
    <T> List<T> fewer(List<T> failing, Predicate<List<T>> fails) {
        List<T> kept = failing;
        for (int size = Math.max(1, failing.size() / 2); size > 0; size /= 2) {
            int from = kept.size() - size;
            while (from >= 0) {
                List<T> less = new ArrayList<>(kept);
                less.subList(from, from + size).clear();
                kept = stillFails(less, fails) ? less : kept;
                from -= size;
            }
        }
        return kept;
    }

    /** Leaves choices out, and makes the others as small as they can be. */
    List<Integer> plainer(List<Integer> failing, Predicate<List<Integer>> fails) {
        List<Integer> kept = fewer(failing, fails);
        for (int i = 0; i < kept.size(); i++) {
            for (List<Integer> less = kept; less != null; less = smaller(kept, i, fails)) {
                kept = less;
            }
        }
        return kept;
    }

    private @Nullable List<Integer> smaller(List<Integer> kept, int at, Predicate<List<Integer>> fails) {
        int choice = kept.get(at);
        for (int smaller : new int[] {0, choice / 2, choice - 1}) {
            List<Integer> less = new ArrayList<>(kept);
            less.set(at, smaller);
            if (smaller >= 0 && smaller < choice && stillFails(less, fails)) {
                return less;
            }
        }
        return null;
    }

    private <T> boolean stillFails(List<T> less, Predicate<List<T>> fails) {
        return triesLeft-- > 0 && fails.test(less);
    }
}
