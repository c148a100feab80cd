package org.seckill.tools.campaign;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.run.TestFolders;
import org.seckill.tools.check.Promise;

/** Runs, one after the other, on engines and nodes that live on, as {@code bench/campaign} starts it. */
final class Campaign implements AutoCloseable {
    private static final Path BROKEN = Path.of("target", "campaign", "broken").toAbsolutePath();

    private static final Pattern NODES = Pattern.compile("-start-[0-9]+\\.log$");

    private final SharedEngines engines;
    private final List<CampaignShop> houses = new ArrayList<>();
    private final ProcessLogs logs;

    private Campaign(List<PurchaseMode> desks) {
        Path site = TestFolders.anew("campaign", "site");
        engines = SharedEngines.start(site);
        List<Path> folders = new ArrayList<>(List.of(site));
        try {
            desks.forEach(desk -> houses.add(CampaignShop.open(desk, engines, site)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        houses.forEach(house -> folders.add(house.nginx().folder()));
        logs = new ProcessLogs(folders);
    }

    /** Ends with status 1 when a promise was broken, and 2 when it cannot tell what to run. */
    public static void main(String[] args) throws InterruptedException, IOException {
        System.exit(status(args));
    }

    /** Returns when all of it serves. */
    static Campaign open(List<PurchaseMode> desks) {
        return new Campaign(desks);
    }

    /**
     * One after the other, the desks taking turns. Each is in the log as soon as it has ended. After one that could not be
     * played to its end nobody knows what works of all this, and it is the last.
     */
    CampaignTally run(CampaignOptions options) throws InterruptedException, IOException {
        CampaignTally tally = begin(options);
        Instant end = Instant.now().plus(options.limit());
        for (long seed = options.first(); seed <= options.last(); seed++) {
            for (CampaignShop house : houses) {
                if (Instant.now().isAfter(end)) {
                    return tally;
                }
                try {
                    RunReport report = play(house, seed);
                    tally.add(report.entry());
                    write(options.log(), report.entry(), report.breaches());
                } catch (RuntimeException | AssertionError e) {
                    CampaignLogEntry fallen = CampaignLogEntry.fallen(seed, house.desk());
                    tally.add(fallen);
                    fell(options.log(), fallen, e);
                    return tally;
                }
            }
        }
        return tally;
    }

    /** One run, of which everything is kept when it breaks a promise. */
    RunReport play(CampaignShop house, long seed) throws InterruptedException, IOException {
        logs.mark();
        RunReport report = new CampaignRun(house, seed).play();
        LogRules rules = new LogRules(house.secrets());
        logs.since(NODES)
                .forEach((log, lines) -> rules.breaches(log, lines)
                        .forEach(breach -> report.findings().violations().breach(Promise.QUIET_LOGS, breach)));
        if (!report.allHeld()) {
            keep(report.entry(), report.story());
        }
        return report;
    }

    CampaignShop at(PurchaseMode desk) {
        return houses.stream().filter(house -> house.desk() == desk).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        houses.forEach(CampaignShop::close);
        engines.close();
    }

    private static int status(String... args) throws InterruptedException, IOException {
        CampaignOptions options;
        try {
            options = CampaignOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/campaign: " + e.getMessage());
            return 2;
        }
        try (Campaign campaign = open(options.desks())) {
            CampaignTally tally = campaign.run(options);
            System.out.print(tally.record());
            return tally.allHeld() ? 0 : 1;
        }
    }

    private static CampaignTally begin(CampaignOptions options) throws IOException {
        Files.createDirectories(options.log().toAbsolutePath().getParent());
        CampaignTally tally = new CampaignTally();
        if (!options.goesOn()) {
            Files.deleteIfExists(options.log());
        } else if (Files.exists(options.log())) {
            Files.readAllLines(options.log()).stream()
                    .map(CampaignLogEntry::parse)
                    .flatMap(Optional::stream)
                    .forEach(tally::add);
        }
        return tally;
    }

    private void fell(Path log, CampaignLogEntry fallen, Throwable cause) throws IOException {
        StringWriter story = new StringWriter();
        cause.printStackTrace(new PrintWriter(story));
        keep(fallen, List.of(story.toString()));
        write(log, fallen, List.of("        it could not be played to its end: " + cause));
    }

    private void keep(CampaignLogEntry broken, List<String> story) throws IOException {
        Path kept = kept(broken);
        logs.keep(kept);
        Files.write(kept.resolve("story.txt"), story);
    }

    private static void write(Path log, CampaignLogEntry entry, List<String> breaches) throws IOException {
        List<String> lines = new ArrayList<>(List.of(entry.line()));
        if (!entry.held()) {
            lines.addAll(breaches);
            lines.add("        again: " + entry.again() + "; all of it and the logs: " + kept(entry));
        }
        lines.forEach(System.out::println);
        Files.write(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Path kept(CampaignLogEntry entry) {
        return BROKEN.resolve(entry.desk().setting() + "-" + entry.seed());
    }
}
