package org.seckill.tools.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.run.CommandLine;

/**
 * What a soak is to be.
 *
 * @param pace of the sales, and of those who watch them
 * @param out receives the samples, the summary and the picture
 */
record SoakOptions(Duration length, List<PurchaseMode> desks, SoakPace pace, Path out) {
    private static final String USAGE = "bench/soak [--minutes 60] [--desk procedure|queue|both] [--out DIR]";
    private static final String BOTH = "both";

    SoakOptions {
        desks = List.copyOf(desks);
        if (length.compareTo(pace.warmUp().multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "it has to be at least twice as long as it warms up, which is %d s. %s",
                    pace.warmUp().toSeconds(),
                    USAGE));
        }
    }

    static SoakOptions parse(String... words) {
        CommandLine given = CommandLine.parse(USAGE, Set.of(), words);
        Duration length = Duration.ofMinutes(given.takeNumber("--minutes", 60));
        SoakOptions terms = new SoakOptions(
                length,
                desks(given.take("--desk", BOTH)),
                SoakPace.steady(length),
                Path.of(given.take("--out", "target/soak")));
        given.requireNothingElse();
        return terms;
    }

    private static List<PurchaseMode> desks(String word) {
        return word.equals(BOTH) ? Arrays.asList(PurchaseMode.values()) : List.of(PurchaseMode.named(word));
    }
}
