package org.seckill.tools.benchcase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

/**
 * Purchases at 80% of the best rate. wrk sends a connection's next request only after its last answer, so each connection
 * waits a random time between them, which is found by trying.
 */
public final class SteadyCase implements BenchCase {
    private static final double SHARE = 0.8;
    private static final double TOLERANCE = 0.05;
    private static final int CONNECTIONS = 1024;
    private static final int TRIALS = 4;

    /** For each round that is wanted. */
    private static final int MOST_TRIED = 4;

    private final BenchShop premises;
    private final double target;
    private double thinkMillis;

    /** @param best per second */
    public SteadyCase(BenchShop premises, double best) {
        this.premises = premises;
        this.target = SHARE * best;
        this.thinkMillis = cycleMillis(target) / 2;
    }

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "purchases at 80%% of the best rate, %,d connections", CONNECTIONS);
    }

    /** Looks for the time between requests that makes the rate. */
    public void calibrate(int seconds) {
        double off = 1;
        for (int trial = 0; trial < TRIALS && Math.abs(off) > TOLERANCE / 2; trial++) {
            off = adjust(sell(seconds));
        }
    }

    /**
     * Rounds until so many were near the rate, as long as that takes no more than a few times as many.
     *
     * @return all that were tried, but without the figures of those at another rate; with them when none was near
     */
    public List<Round> rounds(int wanted, int seconds) {
        List<Round> tried = new ArrayList<>();
        while (tried.size() < MOST_TRIED * wanted
                && tried.stream().filter(this::isNear).count() < wanted) {
            tried.add(round(seconds));
        }
        return tried.stream().anyMatch(this::isNear)
                ? tried.stream()
                        .map(round -> isNear(round) ? round : round.withoutFigures())
                        .toList()
                : tried;
    }

    @Override
    public Round round(int seconds) {
        Round round = sell(seconds);
        double off = adjust(round);
        List<String> notes = new ArrayList<>(round.notes());
        notes.add(String.format(
                Locale.ROOT,
                "%.0f%% of the best rate%s",
                (1 + off) * SHARE * 100,
                isNear(round) ? "" : ", which is not what was asked for"));
        return new Round(round.figures(), round.checked(), notes, round.faults());
    }

    private Round sell(int seconds) {
        return PurchaseCase.sell(premises, CONNECTIONS, target * seconds, thinkMillis);
    }

    /** @return how far the rate was off, as a part of the target */
    private double adjust(Round round) {
        thinkMillis = Math.max(0, thinkMillis + cycleMillis(target) - cycleMillis(round.rate()));
        return off(round);
    }

    private double off(Round round) {
        return round.rate() / target - 1;
    }

    private boolean isNear(Round round) {
        return Math.abs(off(round)) <= TOLERANCE;
    }

    private static double cycleMillis(double rate) {
        return CONNECTIONS * 1000 / rate;
    }
}
