package org.seckill.tools.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.run.CommandLine;

/**
 * Which runs a campaign is to be.
 *
 * @param desks take turns; each seed is run at each of them
 * @param limit no run begins later than that after the first
 * @param log receives a line for each run
 * @param goesOn whether the log may be there already, and counts
 */
record CampaignOptions(List<PurchaseMode> desks, long first, long last, Duration limit, Path log, boolean goesOn) {
    private static final String USAGE =
            "bench/campaign [--seeds FROM-TO | --seed N] [--desk procedure|queue|both] [--minutes N] [--log FILE] [--mysql]";

    private static final Pattern SEEDS = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final String SOME = "1-10";
    private static final int A_DAY = 24 * 60;
    static final Path LOG = Path.of("target", "campaign", "runs.log");

    CampaignOptions {
        if (last < first) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "seeds %d to %d are none (%s)", first, last, USAGE));
        }
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("at least one minute (" + USAGE + ")");
        }
    }

    /** These seeds, at both desks. */
    static CampaignOptions seeds(long first, long last) {
        return new CampaignOptions(List.of(PurchaseMode.values()), first, last, Duration.ofMinutes(A_DAY), LOG, false);
    }

    static CampaignOptions parse(String... words) {
        CommandLine given = CommandLine.parse(USAGE, Set.of(), words);
        String seed = given.take("--seed", "");
        String seeds = given.take("--seeds", seed.isEmpty() ? SOME : seed + "-" + seed);
        Matcher range = SEEDS.matcher(seeds);
        if (!range.matches()) {
            throw given.fault("'%s' is no seed, and no FROM-TO".formatted(seed.isEmpty() ? seeds : seed));
        }
        String log = given.take("--log", "");
        CampaignOptions options = new CampaignOptions(
                desks(given),
                Long.parseLong(range.group(1)),
                Long.parseLong(range.group(2)),
                Duration.ofMinutes(given.takeNumber("--minutes", A_DAY)),
                log.isEmpty() ? LOG : Path.of(log),
                !log.isEmpty());
        given.requireNothingElse();
        return options;
    }

    private static List<PurchaseMode> desks(CommandLine given) {
        String desk = given.take("--desk", "both");
        return switch (desk) {
            case "both" -> List.of(PurchaseMode.values());
            case "procedure" -> List.of(PurchaseMode.PROCEDURE);
            case "queue" -> List.of(PurchaseMode.QUEUE);
            default -> throw given.fault("there is no desk '" + desk + "'");
        };
    }
}
