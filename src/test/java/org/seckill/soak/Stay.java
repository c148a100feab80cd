package org.seckill.soak;

import java.time.Duration;
import java.util.List;
import org.seckill.parts.Desk;

/**
 * What was seen of one desk.
 *
 * @param refusals visits that were told to come back later
 * @param faults promises that were broken, and answers that were not as they should be
 */
record Stay(
        Desk desk, List<Sample> samples, int sales, long purchases, long visits, long refusals, List<String> faults) {
    /** Of so many visits one may be refused, on a machine that others use. */
    private static final int REFUSED_IN = 1000;

    Stay {
        samples = List.copyOf(samples);
        faults = List.copyOf(faults);
    }

    /** Nothing was broken, and hardly anybody was refused. */
    boolean isSound() {
        return faults.isEmpty() && refusals * REFUSED_IN <= visits;
    }

    Judgement judgement(Duration warmUp) {
        return Judgement.of(samples, warmUp);
    }
}
