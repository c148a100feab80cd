package org.seckill.tools.soak;

import java.time.Duration;
import java.util.List;
import org.seckill.order.PurchaseMode;

/**
 * What was seen of one desk.
 *
 * @param refusals visits that were told to come back later
 * @param faults promises that were broken, and answers that were not as they should be
 */
record DeskSamples(
        PurchaseMode desk,
        List<SoakSample> samples,
        int sales,
        long purchases,
        long visits,
        long refusals,
        List<String> faults) {
    /** Of so many visits one may be refused, on a machine that others use. */
    private static final int REFUSED_IN = 1000;

    DeskSamples {
        samples = List.copyOf(samples);
        faults = List.copyOf(faults);
    }

    /** Nothing was broken, and hardly anybody was refused. */
    boolean isSound() {
        return faults.isEmpty() && refusals * REFUSED_IN <= visits;
    }

    FlatnessCheck judgement(Duration warmUp) {
        return FlatnessCheck.of(samples, warmUp);
    }
}
