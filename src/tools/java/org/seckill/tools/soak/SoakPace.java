package org.seckill.tools.soak;

import java.time.Duration;

/**
 * How fast things happen at each desk.
 *
 * @param warmUp nothing is judged before
 * @param between two samples
 * @param apart from one sale's opening to the next one's
 * @param open how long a sale is
 * @param stock of a sale
 * @param visits requests per second of those who only look around
 */
record SoakPace(Duration warmUp, Duration between, Duration apart, Duration open, int stock, int visits) {
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);

    SoakPace {
        if (warmUp.isNegative() || between.toMillis() <= 0 || apart.toMillis() <= 0 || stock < 1 || visits < 1) {
            throw new IllegalArgumentException("no pace: " + warmUp + " " + between + " " + apart);
        }
    }

    /** About a third of one core. A sixth of the time warms up, ten minutes at most. */
    static SoakPace steady(Duration length) {
        Duration sixth = length.dividedBy(6);
        Duration warmUp = sixth.compareTo(LONGEST_WARM_UP) < 0 ? sixth : LONGEST_WARM_UP;
        return new SoakPace(warmUp, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(75), 300, 120);
    }

    /** More than there are units, so that each sale is sold out. */
    int buyers() {
        return stock * 3 / 2;
    }

    /** Of a sale that is restocked. */
    int restock() {
        return Math.max(1, stock / 5);
    }
}
