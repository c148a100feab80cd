package org.seckill.tools.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.seckill.testkit.run.CommandLine;

/**
 * What the command line asks for.
 *
 * @param seconds about how long the measured part of a round takes
 * @param only names of cases, or the beginnings of names; all when it is empty
 * @param isShort looks at correctness only
 * @param transports values of SECKILL_TRANSPORT; each is measured with all cases
 */
record BenchOptions(boolean isShort, int rounds, int seconds, List<String> only, List<String> transports, Path out) {
    private static final String USAGE =
            "bench/run [--short] [--rounds N] [--seconds S] [--only CASE,CASE]\n          [--transport NAME,NAME] [--out DIR]";

    static BenchOptions parse(String... words) {
        CommandLine given = CommandLine.parse(USAGE, Set.of("--short"), words);
        boolean isShort = given.takeFlag("--short");
        BenchOptions options = new BenchOptions(
                isShort,
                given.takeNumber("--rounds", isShort ? 1 : 3),
                given.takeNumber("--seconds", isShort ? 1 : 5),
                List.of(given.take("--only", "").split(",")),
                List.of(given.take("--transport", "auto").split(",")),
                Path.of(given.take("--out", isShort ? "target/bench/report" : "bench/report")));
        given.requireNothingElse();
        return options;
    }

    /** Where the report of a transport is written. */
    Path out(String transport) {
        return transports.size() == 1 ? out : out.resolve(transport);
    }

    Predicate<String> wanted() {
        return name -> only.stream().anyMatch(one -> name.startsWith(one) && (!one.isEmpty() || !isApart(name)));
    }

    /** Whether the case runs only when it is named: the memory of its crowd would count as that of the other cases. */
    private static boolean isApart(String name) {
        return name.startsWith("crowd-");
    }

    /** @throws IllegalArgumentException when a name that is asked for selects none of these */
    void requireSome(List<String> names) {
        boolean isForSale = names.stream().anyMatch(name -> name.startsWith("purchase-") && wanted().test(name));
        for (String one : only) {
            boolean isSteady = isForSale && "steady".startsWith(one);
            if (!isSteady && names.stream().noneMatch(name -> name.startsWith(one))) {
                throw new IllegalArgumentException("no case is named %s; there are %s, and steady beside purchases"
                        .formatted(one, String.join(", ", names)));
            }
        }
    }
}
