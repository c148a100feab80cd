package org.seckill.tools.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.seckill.testkit.run.Fault;
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.ScheduledFault;

/** What is killed in a trial, and when. */
final class KillPlan {
    private KillPlan() {}

    /**
     * For each sale a node and an engine, in the seconds after its opening, while it sells.
     *
     * @param openings since the beginning of the trial
     * @param engines for each sale the one that is killed
     */
    public static List<ScheduledFault> plan(
            List<Duration> openings, List<? extends Restartable> nodes, List<Restartable> engines, Random random) {
        List<ScheduledFault> plan = new ArrayList<>();
        int node = random.nextInt(nodes.size());
        for (int sale = 0; sale < openings.size(); sale++) {
            plan.add(strike(openings.get(sale), nodes.get(node), random));
            plan.add(strike(openings.get(sale), engines.get(sale), random));
            // Never the same twice running: it may still be on its way back.
            node = (node + 1 + random.nextInt(nodes.size() - 1)) % nodes.size();
        }
        return plan;
    }

    private static ScheduledFault strike(Duration opening, Restartable part, Random random) {
        Duration after = opening.plusMillis(100 + random.nextInt(900));
        return new ScheduledFault(after, Fault.killing(part), Duration.ofMillis(1000 + random.nextInt(2000)));
    }
}
