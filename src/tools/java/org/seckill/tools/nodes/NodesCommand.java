package org.seckill.tools.nodes;

import org.seckill.tools.check.CheckFindings;

/** Several nodes for real, as {@code bench/nodes} starts them. */
final class NodesCommand {
    private NodesCommand() {}

    /** Ends with status 1 when a promise was broken, and 2 when it cannot tell what to run. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(status(args));
    }

    private static int status(String... args) throws InterruptedException {
        try {
            NodesOptions terms = NodesOptions.parse(args);
            System.out.println(terms);
            try (NodeFleet fleet = NodeFleet.start(terms.desk())) {
                TrialRecord course = NodesTrial.run(fleet, terms);
                CheckFindings findings = course.findings(fleet);
                new NodesSummary(course, findings).lines().forEach(System.out::println);
                return findings.violations().allHeld() ? 0 : 1;
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench/nodes: " + e.getMessage());
            return 2;
        }
    }
}
