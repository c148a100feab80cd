package org.seckill.tools.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.testkit.load.TrialSale;
import org.seckill.tools.check.CheckFindings;
import org.seckill.tools.ledger.RecordedPurchases;

/** The findings as a table for people. */
final class NodesSummary {
    private final TrialRecord course;
    private final CheckFindings findings;

    NodesSummary(TrialRecord course, CheckFindings findings) {
        this.course = course;
        this.findings = findings;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%8s %7s %7s %7s %7s %7s %9s %9s %8s %10s %12s"
                .formatted(
                        "sale",
                        "stock",
                        "buyers",
                        "rows",
                        "bought",
                        "over",
                        "queued",
                        "unheard",
                        "busy",
                        "sold in s",
                        "longest s"));
        findings.holdings().forEach(held -> lines.add(line(held)));
        course.outages()
                .forEach(outage -> lines.add("   %s at %s, back after %s s"
                        .formatted(outage.what(), outage.from(), seconds(outage.lasted()))));
        lines.add("settled %s s after the last answer; %s"
                .formatted(seconds(findings.settledAfter()), relays(course.relays())));
        lines.addAll(findings.violations().lines());
        return lines;
    }

    private String line(RecordedPurchases held) {
        List<BuyerJournal> journals = course.of(held.sale());
        TrialSale sale = course.sales().stream()
                .filter(one -> one.id() == held.sale())
                .findFirst()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "%8d %7d %7d %7d %7d %7d %9d %9d %8d %10s %12s",
                held.sale(),
                held.offered(),
                journals.stream().map(BuyerJournal::phone).distinct().count(),
                held.rows().size(),
                concluded(journals, true),
                concluded(journals, false),
                heard(journals, AnswerKind.QUEUED),
                heard(journals, AnswerKind.NOTHING) + heard(journals, AnswerKind.UNKNOWN),
                heard(journals, AnswerKind.BUSY),
                soldIn(sale, journals),
                longest(journals));
    }

    private static long concluded(List<BuyerJournal> journals, boolean isHolding) {
        return journals.stream()
                .filter(journal -> journal.conclusion()
                        .filter(told -> told.isHolding() == isHolding)
                        .isPresent())
                .map(BuyerJournal::phone)
                .distinct()
                .count();
    }

    private static long heard(List<BuyerJournal> journals, AnswerKind what) {
        return journals.stream()
                .flatMap(journal -> journal.answers().stream())
                .filter(said -> said.asked() != Asked.RECALL && said.told() == what)
                .count();
    }

    /** Until the first was told that all is gone. */
    private static String soldIn(TrialSale sale, List<BuyerJournal> journals) {
        Optional<Instant> over = journals.stream()
                .flatMap(journal -> journal.answers().stream())
                .filter(said -> said.told() == AnswerKind.OVER)
                .map(BuyerAnswer::at)
                .min(Comparator.naturalOrder());
        return over.map(at -> seconds(Duration.between(sale.opens(), at))).orElse("-");
    }

    /** From a buyer's first answer until the one that was final. */
    private static String longest(List<BuyerJournal> journals) {
        return journals.stream()
                .flatMap(journal ->
                        journal
                                .concludedAt()
                                .map(at -> Duration.between(
                                        journal.answers().get(0).at(), at))
                                .stream())
                .max(Comparator.naturalOrder())
                .map(NodesSummary::seconds)
                .orElse("-");
    }

    private static String relays(List<Duration> times) {
        if (times.isEmpty()) {
            return "no sold-out mark was relayed";
        }
        Duration median = times.get(times.size() / 2);
        Duration most = times.get(times.size() - 1);
        return String.format(
                Locale.ROOT,
                "from sold out on one node to refused from memory on another: median %s ms, at most %s ms, of %d",
                millis(median),
                millis(most),
                times.size());
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
