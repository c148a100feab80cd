package org.seckill.tools.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.seckill.order.PurchaseMode;

/** An hour of mixed load, as {@code bench/soak} starts it. */
final class Soak {
    private Soak() {}

    /** Ends with status 1 when something grew or a promise was broken, and 2 when it cannot tell what to run. */
    public static void main(String[] args) throws InterruptedException, IOException {
        System.exit(status(args));
    }

    private static int status(String... args) throws InterruptedException, IOException {
        try {
            SoakSummary summary = run(SoakOptions.parse(args), System.out::println);
            System.out.println(summary.markdown());
            return summary.isGood() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("bench/soak: " + e.getMessage());
            return 2;
        }
    }

    /** Writes {@code samples.csv}, {@code soak.md} and {@code soak.svg}. */
    static SoakSummary run(SoakOptions terms, Consumer<String> progress) throws InterruptedException, IOException {
        List<SoakNode> grounds = new ArrayList<>();
        try {
            for (PurchaseMode desk : terms.desks()) {
                grounds.add(SoakNode.start(desk));
            }
            return run(terms, grounds, progress);
        } finally {
            grounds.forEach(SoakNode::close);
        }
    }

    /** On grounds that the caller closes. */
    static SoakSummary run(SoakOptions terms, List<SoakNode> grounds, Consumer<String> progress)
            throws InterruptedException, IOException {
        Path out = Files.createDirectories(terms.out());
        try (SoakSamples samples = new SoakSamples(out.resolve("samples.csv"))) {
            List<DeskSamples> stays = new SoakSession(terms, grounds, samples).run(progress);
            SoakSummary summary = new SoakSummary(terms, stays);
            Files.writeString(out.resolve("soak.md"), summary.markdown());
            Files.writeString(out.resolve("soak.svg"), SoakChart.of(terms, stays));
            return summary;
        }
    }
}
