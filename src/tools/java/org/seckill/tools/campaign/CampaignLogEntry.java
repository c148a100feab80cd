package org.seckill.tools.campaign;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.seckill.order.PurchaseMode;

/**
 * One run in a campaign's log. What was to happen in it is its seed's, and is drawn again.
 *
 * @param confirmed buyers who were told in the end that they bought
 * @param settled after the last answer
 */
record CampaignLogEntry(
        boolean held, long seed, PurchaseMode desk, long presses, long confirmed, Duration settled, Duration took) {
    private static final Pattern LINE = Pattern.compile("(held|BROKEN) +seed (-?\\d+) (\\w+): (\\d+) presses,"
            + " (\\d+) confirmed, settled after ([\\d.]+) s, took ([\\d.]+) s; .*");

    /** One that could not be played to its end, whatever was bought in it: a part did not come back, say. */
    static CampaignLogEntry fallen(long seed, PurchaseMode desk) {
        return new CampaignLogEntry(false, seed, desk, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    /** @return nothing of a line that is not one */
    static Optional<CampaignLogEntry> parse(String line) {
        Matcher found = LINE.matcher(line);
        return found.matches()
                ? Optional.of(new CampaignLogEntry(
                        found.group(1).equals("held"),
                        Long.parseLong(found.group(2)),
                        PurchaseMode.named(found.group(3)),
                        Long.parseLong(found.group(4)),
                        Long.parseLong(found.group(5)),
                        duration(found.group(6)),
                        duration(found.group(7))))
                : Optional.empty();
    }

    /** How to run it again. */
    String again() {
        return String.format(Locale.ROOT, "bench/campaign --seed %d --desk %s", seed, desk.setting());
    }

    String line() {
        RunSchedule schedule = RunSchedule.draw(seed);
        return String.format(
                Locale.ROOT,
                "%-7s seed %d %s: %d presses, %d confirmed, settled after %.1f s, took %.1f s; %s%s",
                held ? "held" : "BROKEN",
                seed,
                desk.setting(),
                presses,
                confirmed,
                seconds(settled),
                seconds(took),
                schedule.blows().stream().map(InjectedFault::toString).collect(Collectors.joining(", ")),
                schedule.restock().map(restock -> ", " + restock).orElse(""));
    }

    private static Duration duration(String seconds) {
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
