package org.seckill.tools.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All grounds under load, side by side, for the whole time. */
final class SoakSession {
    private final SoakOptions terms;
    private final List<SoakNode> grounds;
    private final SoakSamples samples;

    SoakSession(SoakOptions terms, List<SoakNode> grounds, SoakSamples samples) {
        this.terms = terms;
        this.grounds = grounds;
        this.samples = samples;
    }

    List<DeskSamples> run(Consumer<String> progress) throws InterruptedException {
        Instant begun = Instant.now();
        List<SaleSequence> seasons = new ArrayList<>();
        List<VisitorLoad> visits = new ArrayList<>();
        try {
            for (SoakNode ground : grounds) {
                SaleSequence season = new SaleSequence(ground, terms.pace(), terms.length());
                seasons.add(season);
                visits.add(new VisitorLoad(ground.port(), terms.pace().visits(), season::newest));
            }
            watch(begun, progress);
            visits.forEach(VisitorLoad::close);
            List<DeskSamples> stays = new ArrayList<>();
            for (int i = 0; i < grounds.size(); i++) {
                stays.add(stay(grounds.get(i), seasons.get(i), visits.get(i)));
            }
            return stays;
        } finally {
            visits.forEach(VisitorLoad::close);
            seasons.forEach(SaleSequence::close);
        }
    }

    private void watch(Instant begun, Consumer<String> progress) throws InterruptedException {
        List<ProcessMonitor> watches = grounds.stream()
                .map(ground -> new ProcessMonitor(ground, begun))
                .toList();
        // A look that is late is not made up for: the time is over when it is over.
        for (Duration at = Duration.ZERO;
                at.compareTo(terms.length()) < 0;
                at = Duration.between(begun, Instant.now())) {
            long between = terms.pace().between().toMillis();
            Thread.sleep(between - at.toMillis() % between);
            for (int i = 0; i < grounds.size(); i++) {
                SoakSample sample = watches.get(i).look();
                samples.add(grounds.get(i).desk(), sample);
                progress.accept(SoakSamples.line(grounds.get(i).desk(), sample));
            }
        }
    }

    private DeskSamples stay(SoakNode ground, SaleSequence season, VisitorLoad visits) throws InterruptedException {
        List<String> faults = new ArrayList<>(season.faults());
        faults.addAll(visits.faults());
        long purchases = ground.database().number("SELECT COUNT(*) FROM purchase");
        return new DeskSamples(
                ground.desk(),
                samples.of(ground.desk()),
                season.sales(),
                purchases,
                visits.answers(),
                visits.refusals(),
                faults);
    }
}
