package org.seckill.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.seckill.parts.Desk;

/** An hour of mixed load, as {@code bench/soak} starts it. */
final class Soak {
    private Soak() {}

    /** Ends with status 1 when something grew or a promise was broken, and 2 when it cannot tell what to run. */
    public static void main(String[] args) throws InterruptedException, IOException {
        System.exit(status(args));
    }

    private static int status(String... args) throws InterruptedException, IOException {
        try {
            Summary summary = run(Terms.parse(args), System.out::println);
            System.out.println(summary.markdown());
            return summary.isGood() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("bench/soak: " + e.getMessage());
            return 2;
        }
    }

    /** Writes {@code samples.csv}, {@code soak.md} and {@code soak.svg}. */
    static Summary run(Terms terms, Consumer<String> progress) throws InterruptedException, IOException {
        List<Ground> grounds = new ArrayList<>();
        try {
            for (Desk desk : terms.desks()) {
                grounds.add(Ground.start(desk));
            }
            return run(terms, grounds, progress);
        } finally {
            grounds.forEach(Ground::close);
        }
    }

    /** On grounds that the caller closes. */
    static Summary run(Terms terms, List<Ground> grounds, Consumer<String> progress)
            throws InterruptedException, IOException {
        Path out = Files.createDirectories(terms.out());
        try (Samples samples = new Samples(out.resolve("samples.csv"))) {
            List<Stay> stays = new Session(terms, grounds, samples).run(progress);
            Summary summary = new Summary(terms, stays);
            Files.writeString(out.resolve("soak.md"), summary.markdown());
            Files.writeString(out.resolve("soak.svg"), Picture.of(terms, stays));
            return summary;
        }
    }
}
