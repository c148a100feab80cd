package org.seckill.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seckill.parts.Desk;
import org.seckill.testing.Folders;

/** Runs, one after the other, on engines and nodes that live on, as {@code bench/campaign} starts it. */
final class Campaign implements AutoCloseable {
    private static final Path BROKEN = Path.of("target", "campaign", "broken").toAbsolutePath();

    private final SharedEngines engines;
    private final List<House> houses = new ArrayList<>();
    private final Logs logs;

    private Campaign(List<Desk> desks) {
        Path site = Folders.anew("campaign", "site");
        engines = SharedEngines.start(site);
        List<Path> folders = new ArrayList<>(List.of(site));
        try {
            desks.forEach(desk -> houses.add(House.open(desk, engines, site)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        houses.forEach(house -> folders.add(house.nginx().folder()));
        logs = new Logs(folders);
    }

    /** Ends with status 1 when a promise was broken, and 2 when it cannot tell what to run. */
    public static void main(String[] args) throws InterruptedException, IOException {
        System.exit(status(args));
    }

    /** Returns when all of it serves. */
    static Campaign open(List<Desk> desks) {
        return new Campaign(desks);
    }

    /** One after the other, the desks taking turns. Each is in the log as soon as it has ended. */
    Tally run(Options options) throws InterruptedException, IOException {
        Tally tally = begin(options);
        Instant end = Instant.now().plus(options.limit());
        for (long seed = options.first(); seed <= options.last(); seed++) {
            for (House house : houses) {
                if (Instant.now().isAfter(end)) {
                    return tally;
                }
                Report report = play(house, seed);
                tally.add(report.entry());
                write(options.log(), report);
            }
        }
        return tally;
    }

    /** One run, of which everything is kept when it breaks a promise. */
    Report play(House house, long seed) throws InterruptedException, IOException {
        logs.mark();
        Report report = new Run(house, seed).play();
        if (!report.allHeld()) {
            Path kept = kept(report);
            logs.keep(kept);
            Files.write(kept.resolve("story.txt"), report.story());
        }
        return report;
    }

    House at(Desk desk) {
        return houses.stream().filter(house -> house.desk() == desk).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        houses.forEach(House::close);
        engines.close();
    }

    private static int status(String... args) throws InterruptedException, IOException {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/campaign: " + e.getMessage());
            return 2;
        }
        try (Campaign campaign = open(options.desks())) {
            Tally tally = campaign.run(options);
            System.out.print(tally.record());
            return tally.allHeld() ? 0 : 1;
        }
    }

    private static Tally begin(Options options) throws IOException {
        Files.createDirectories(options.log().toAbsolutePath().getParent());
        Tally tally = new Tally();
        if (!options.goesOn()) {
            Files.deleteIfExists(options.log());
        } else if (Files.exists(options.log())) {
            Files.readAllLines(options.log()).stream()
                    .map(Entry::parse)
                    .flatMap(Optional::stream)
                    .forEach(tally::add);
        }
        return tally;
    }

    private static void write(Path log, Report report) throws IOException {
        List<String> lines = new ArrayList<>(List.of(report.entry().line()));
        if (!report.allHeld()) {
            lines.addAll(report.breaches());
            lines.add("        again: " + report.entry().again() + "; all of it and the logs: " + kept(report));
        }
        lines.forEach(System.out::println);
        Files.write(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Path kept(Report report) {
        return BROKEN.resolve(
                report.entry().desk().setting() + "-" + report.entry().seed());
    }
}
