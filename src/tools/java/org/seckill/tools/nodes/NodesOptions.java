package org.seckill.tools.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.run.CommandLine;

/**
 * What a trial is to be.
 *
 * @param stock of each sale
 * @param buyers of each sale; more than the stock
 * @param seed of everything that is left to chance but the machine
 */
record NodesOptions(PurchaseMode desk, int sales, int stock, int buyers, boolean hasFaults, long seed) {
    private static final String USAGE =
            "bench/nodes [--desk procedure|queue] [--sales N] [--stock N] [--buyers N] [--no-faults] [--seed N]";

    /** From the beginning until the first sale opens, in which buyers log in. */
    private static final Duration BEFORE = Duration.ofSeconds(4);

    private static final Duration APART = Duration.ofSeconds(8);

    NodesOptions {
        if (sales < 1 || stock < 1 || buyers <= stock) {
            throw new IllegalArgumentException("at least one sale, one unit, and more buyers than units. " + USAGE);
        }
    }

    static NodesOptions parse(String... words) {
        CommandLine given = CommandLine.parse(USAGE, Set.of("--no-faults"), words);
        int stock = given.takeNumber("--stock", 1000);
        NodesOptions terms = new NodesOptions(
                PurchaseMode.named(given.take("--desk", PurchaseMode.PROCEDURE.setting())),
                given.takeNumber("--sales", 6),
                stock,
                given.takeNumber("--buyers", stock * 7 / 4),
                !given.takeFlag("--no-faults"),
                given.takeNumber("--seed", 1));
        given.requireNothingElse();
        return terms;
    }

    /** When the sales open, since the beginning of the trial. */
    List<Duration> openings() {
        return IntStream.range(0, sales)
                .mapToObj(sale -> BEFORE.plus(APART.multipliedBy(sale)))
                .toList();
    }
}
