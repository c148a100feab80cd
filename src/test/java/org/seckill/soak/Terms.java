package org.seckill.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.seckill.parts.Desk;
import org.seckill.testing.CommandLine;

/**
 * What a soak is to be.
 *
 * @param pace of the sales, and of those who watch them
 * @param out receives the samples, the summary and the picture
 */
record Terms(Duration length, List<Desk> desks, Pace pace, Path out) {
    private static final String USAGE = "bench/soak [--minutes 60] [--desk procedure|queue|both] [--out DIR]";
    private static final String BOTH = "both";

    Terms {
        desks = List.copyOf(desks);
        if (length.compareTo(pace.warmUp().multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "it has to be at least twice as long as it warms up, which is %d s. %s",
                    pace.warmUp().toSeconds(),
                    USAGE));
        }
    }

    static Terms parse(String... words) {
        CommandLine given = CommandLine.parse(USAGE, Set.of(), words);
        Duration length = Duration.ofMinutes(given.takeNumber("--minutes", 60));
        Terms terms = new Terms(
                length,
                desks(given.take("--desk", BOTH)),
                Pace.steady(length),
                Path.of(given.take("--out", "target/soak")));
        given.requireNothingElse();
        return terms;
    }

    private static List<Desk> desks(String word) {
        return word.equals(BOTH) ? Arrays.asList(Desk.values()) : List.of(Desk.named(word));
    }
}
