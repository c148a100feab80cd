package org.seckill.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.seckill.parts.Affliction;
import org.seckill.parts.Part;
import org.seckill.parts.Strike;

/** What is killed in a trial, and when. */
final class Killings {
    private Killings() {}

    /**
     * For each sale a node and an engine, in the seconds after its opening, while it sells.
     *
     * @param openings since the beginning of the trial
     * @param engines for each sale the one that is killed
     */
    static List<Strike> plan(List<Duration> openings, List<? extends Part> nodes, List<Part> engines, Random random) {
        List<Strike> plan = new ArrayList<>();
        int node = random.nextInt(nodes.size());
        for (int sale = 0; sale < openings.size(); sale++) {
            plan.add(strike(openings.get(sale), nodes.get(node), random));
            plan.add(strike(openings.get(sale), engines.get(sale), random));
            // Never the same twice running: it may still be on its way back.
            node = (node + 1 + random.nextInt(nodes.size() - 1)) % nodes.size();
        }
        return plan;
    }

    private static Strike strike(Duration opening, Part part, Random random) {
        Duration after = opening.plusMillis(100 + random.nextInt(900));
        return new Strike(after, Affliction.killing(part), Duration.ofMillis(1000 + random.nextInt(2000)));
    }
}
