package org.seckill.tools.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.testkit.run.Outage;
import org.seckill.tools.check.CheckFindings;
import org.seckill.tools.check.Promise;

/**
 * What one run showed.
 *
 * @param took all of it, the comparison included
 */
record RunReport(
        long seed,
        PurchaseMode desk,
        List<Outage> outages,
        List<BuyerJournal> journals,
        CheckFindings findings,
        Duration took) {
    private static final int EXAMPLES = 3;

    boolean allHeld() {
        return findings.violations().allHeld();
    }

    CampaignLogEntry entry() {
        return new CampaignLogEntry(allHeld(), seed, desk, presses(), confirmed(), findings.settledAfter(), took);
    }

    /** What broke, with some examples of each; nothing when all held. */
    List<String> breaches() {
        return breaches(EXAMPLES);
    }

    /** The same, whole, with what happened when. */
    List<String> story() {
        List<String> lines = new ArrayList<>(List.of(entry().line(), entry().again()));
        outages.forEach(outage -> lines.add("%s until %s: %s".formatted(outage.from(), outage.until(), outage.what())));
        lines.addAll(breaches(Integer.MAX_VALUE));
        return lines;
    }

    /** Buyers who were told in the end that they bought. */
    private long confirmed() {
        return journals.stream()
                .filter(journal ->
                        journal.conclusion().filter(told -> told.isHolding()).isPresent())
                .map(journal -> journal.sale() + " " + journal.phone())
                .distinct()
                .count();
    }

    private long presses() {
        return journals.stream()
                .flatMap(journal -> journal.answers().stream())
                .filter(BuyerAnswer::isPress)
                .count();
    }

    private List<String> breaches(int examples) {
        List<String> lines = new ArrayList<>();
        for (Promise promise : findings.violations().broken()) {
            List<String> broken = findings.violations().of(promise);
            lines.add(String.format(Locale.ROOT, "        %s: broken %d times", promise.words(), broken.size()));
            broken.stream().limit(examples).forEach(one -> lines.add("            " + one));
        }
        return lines;
    }
}
