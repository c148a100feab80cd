package org.seckill.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All grounds under load, side by side, for the whole time. */
final class Session {
    private final Terms terms;
    private final List<Ground> grounds;
    private final Samples samples;

    Session(Terms terms, List<Ground> grounds, Samples samples) {
        this.terms = terms;
        this.grounds = grounds;
        this.samples = samples;
    }

    List<Stay> run(Consumer<String> progress) throws InterruptedException {
        Instant begun = Instant.now();
        List<Season> seasons = new ArrayList<>();
        List<Visits> visits = new ArrayList<>();
        try {
            for (Ground ground : grounds) {
                Season season = new Season(ground, terms.pace(), terms.length());
                seasons.add(season);
                visits.add(new Visits(ground.port(), terms.pace().visits(), season::newest));
            }
            watch(begun, progress);
            visits.forEach(Visits::close);
            List<Stay> stays = new ArrayList<>();
            for (int i = 0; i < grounds.size(); i++) {
                stays.add(stay(grounds.get(i), seasons.get(i), visits.get(i)));
            }
            return stays;
        } finally {
            visits.forEach(Visits::close);
            seasons.forEach(Season::close);
        }
    }

    private void watch(Instant begun, Consumer<String> progress) throws InterruptedException {
        List<Watch> watches =
                grounds.stream().map(ground -> new Watch(ground, begun)).toList();
        // A look that is late is not made up for: the time is over when it is over.
        for (Duration at = Duration.ZERO;
                at.compareTo(terms.length()) < 0;
                at = Duration.between(begun, Instant.now())) {
            long between = terms.pace().between().toMillis();
            Thread.sleep(between - at.toMillis() % between);
            for (int i = 0; i < grounds.size(); i++) {
                Sample sample = watches.get(i).look();
                samples.add(grounds.get(i).desk(), sample);
                progress.accept(Samples.line(grounds.get(i).desk(), sample));
            }
        }
    }

    private Stay stay(Ground ground, Season season, Visits visits) throws InterruptedException {
        List<String> faults = new ArrayList<>(season.faults());
        faults.addAll(visits.faults());
        long purchases = ground.database().number("SELECT COUNT(*) FROM purchase");
        return new Stay(
                ground.desk(),
                samples.of(ground.desk()),
                season.sales(),
                purchases,
                visits.answers(),
                visits.refusals(),
                faults);
    }
}
