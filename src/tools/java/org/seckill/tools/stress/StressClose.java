package org.seckill.tools.stress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.seckill.testkit.engine.Database;
import org.seckill.tools.check.CheckCommand;
import org.seckill.tools.ledger.RecordedPurchases;

/** After JMeter, in Maven's JVM: has the checker compare what it was told with the engines, closes the shop, and writes the summary. */
final class StressClose {
    private static final long STOP_SECONDS = 60;

    private final StressOptions terms;
    private final List<StressSample> samples;
    private final List<String> checks = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private StressClose(StressOptions terms, List<StressSample> samples) {
        this.terms = terms;
        this.samples = samples;
    }

    /** @throws IllegalStateException when there was an error, or a promise was broken */
    public static void main(String[] args) throws Exception {
        StressOptions terms = StressOptions.of(System.getProperties());
        Optional<ShopFile.Kept> shop = new ShopFile(terms.folder()).read();
        List<String> faults;
        try {
            StressClose closing = new StressClose(terms, StressSamples.read(samples(terms)));
            faults = closing.conclude(shop);
        } finally {
            if (shop.isPresent()) {
                stop(shop.get().keeper());
            }
        }
        System.out.println("The summary, JMeter's report and its samples are in " + terms.folder());
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
    }

    private List<String> conclude(Optional<ShopFile.Kept> shop) throws IOException {
        faults.addAll(PlanAudit.errors(samples));
        Map<String, SalePresses> rushes = SalePresses.of(samples);
        rushes.values().forEach(rush -> faults.addAll(PlanAudit.unanswered(rush)));
        if (shop.isEmpty()) {
            checks.add(
                    "nothing was compared with the engines, for the shop is not this command's: bench/check does it");
        } else if (rushes.isEmpty()) {
            checks.add("nobody pressed, so there is nothing to compare with the engines");
        } else {
            check(shop.get());
            rushes.values().forEach(rush -> compare(rush, shop.get().database()));
        }
        StressSummary summary = new StressSummary(terms, samples, faults, checks);
        Files.writeString(terms.folder().resolve("summary.svg"), new StressChart(summary.title(), samples).svg());
        Files.write(terms.folder().resolve("summary.md"), summary.lines());
        summary.lines().forEach(System.out::println);
        return faults;
    }

    /** One node sold all of it, so that order is asked for, too. */
    private void check(ShopFile.Kept shop) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int status = CheckCommand.status(
                Map.of(),
                out,
                out,
                "--db-url",
                shop.database().url(),
                "--db-user",
                shop.database().user(),
                "--db-password",
                shop.database().password(),
                "--redis",
                shop.redis(),
                "--one-node",
                samples(terms).toString());
        said.toString(StandardCharsets.UTF_8).lines().forEach(checks::add);
        if (status != 0) {
            faults.add("a promise was broken, or the checker could not tell: see what it says");
        }
    }

    private void compare(SalePresses rush, Database database) {
        faults.addAll(PlanAudit.unsold(rush, RecordedPurchases.read(database, Long.parseLong(rush.sale()))));
        if (terms.plan() == StressPlan.STAMPEDE) {
            faults.addAll(PlanAudit.untimely(rush, samples, opening(database, rush.sale())));
        }
    }

    private static long opening(Database database, String sale) {
        return database.number("SELECT 1000 * UNIX_TIMESTAMP(start_time) FROM seckill WHERE seckill_id = ?", sale);
    }

    private static Path samples(StressOptions terms) {
        return terms.folder().resolve(terms.plan().title() + ".csv");
    }

    private static void stop(long keeper) throws InterruptedException, ExecutionException, TimeoutException {
        Optional<ProcessHandle> process = ProcessHandle.of(keeper);
        if (process.isPresent()) {
            process.get().destroy();
            process.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
