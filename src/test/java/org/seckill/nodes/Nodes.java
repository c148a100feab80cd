package org.seckill.nodes;

import org.seckill.check.Findings;

/** Several nodes for real, as {@code bench/nodes} starts them. */
final class Nodes {
    private Nodes() {}

    /** Ends with status 1 when a promise was broken, and 2 when it cannot tell what to run. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(status(args));
    }

    private static int status(String... args) throws InterruptedException {
        try {
            Terms terms = Terms.parse(args);
            System.out.println(terms);
            try (Fleet fleet = Fleet.start(terms.desk())) {
                Course course = Trial.run(fleet, terms);
                Findings findings = course.findings(fleet);
                new Summary(course, findings).lines().forEach(System.out::println);
                return findings.verdicts().allHeld() ? 0 : 1;
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench/nodes: " + e.getMessage());
            return 2;
        }
    }
}
