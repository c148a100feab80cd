package org.seckill.testkit.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that one buyer of one sale was told, in the order in which they heard it. Safe for use by many threads. */
public final class BuyerJournal {
    private final long sale;
    private final String phone;
    private final List<BuyerAnswer> said = new ArrayList<>();

    public BuyerJournal(long sale, String phone) {
        this.sale = sale;
        this.phone = phone;
    }

    public long sale() {
        return sale;
    }

    public String phone() {
        return phone;
    }

    public synchronized void add(BuyerAnswer answer) {
        said.add(answer);
    }

    public synchronized List<BuyerAnswer> said() {
        return List.copyOf(said);
    }

    /** What this buyer believes in the end: nothing when they press and were never answered for good. */
    public Optional<AnswerKind> conclusion() {
        Optional<AnswerKind> last = Optional.empty();
        for (BuyerAnswer answer : said()) {
            if (answer.told().isFinal()) {
                last = Optional.of(answer.told());
            } else if (answer.isPress() && answer.told() != AnswerKind.BUSY) {
                last = Optional.empty();
            }
        }
        return last;
    }

    /** When that was heard. */
    public Optional<Instant> concludedAt() {
        Optional<Instant> last = Optional.empty();
        boolean isOpen = true;
        for (BuyerAnswer answer : said()) {
            if (answer.told().isFinal()) {
                last = isOpen ? Optional.of(answer.at()) : last;
                isOpen = false;
            } else if (answer.isPress()) {
                isOpen = true;
            }
        }
        return last;
    }

    /** The last thing that this buyer was told of their presses, be it that nobody knows; nothing when they never asked. */
    public Optional<AnswerKind> lastWord() {
        Optional<AnswerKind> last = Optional.empty();
        for (BuyerAnswer answer : said()) {
            if (last.isEmpty() || answer.isNewsAfter(last.get())) {
                last = Optional.of(answer.told());
            }
        }
        return last;
    }

    /** When this buyer first heard of a purchase. */
    public Optional<Instant> confirmedAt() {
        return said().stream()
                .filter(said -> said.told().isHolding())
                .map(BuyerAnswer::at)
                .findFirst();
    }

    /** Whether this buyer ever pressed the button. */
    public boolean hasPressed() {
        return said().stream().anyMatch(BuyerAnswer::isPress);
    }

    @Override
    public String toString() {
        return "sale " + sale + " buyer " + phone + " "
                + said().stream().map(BuyerJournal::line).toList();
    }

    private static String line(BuyerAnswer answer) {
        return answer.at() + " " + answer.asked() + " " + answer.told() + " " + answer.ticket()
                + (answer.told() == AnswerKind.STRANGE ? answer.words() : "");
    }
}
