package org.seckill.testkit.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers to one buyer of one sale, in the order of arrival. Thread-safe. */
public final class BuyerJournal {
    private final long sale;
    private final String phone;
    private final List<BuyerAnswer> answers = new ArrayList<>();

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
        answers.add(answer);
    }

    public synchronized List<BuyerAnswer> answers() {
        return List.copyOf(answers);
    }

    /** The last final answer; empty if the last press has none. */
    public Optional<AnswerKind> conclusion() {
        Optional<AnswerKind> last = Optional.empty();
        for (BuyerAnswer answer : answers()) {
            if (answer.told().isFinal()) {
                last = Optional.of(answer.told());
            } else if (answer.isPress() && answer.told() != AnswerKind.BUSY) {
                last = Optional.empty();
            }
        }
        return last;
    }

    /** The time of that answer. */
    public Optional<Instant> concludedAt() {
        Optional<Instant> last = Optional.empty();
        boolean isOpen = true;
        for (BuyerAnswer answer : answers()) {
            if (answer.told().isFinal()) {
                last = isOpen ? Optional.of(answer.at()) : last;
                isOpen = false;
            } else if (answer.isPress()) {
                isOpen = true;
            }
        }
        return last;
    }

    /** The last answer about the presses of this buyer, final or not; empty without an answer. */
    public Optional<AnswerKind> lastWord() {
        Optional<AnswerKind> last = Optional.empty();
        for (BuyerAnswer answer : answers()) {
            if (last.isEmpty() || answer.isNewsAfter(last.get())) {
                last = Optional.of(answer.told());
            }
        }
        return last;
    }

    /** The time of the first answer with a purchase. */
    public Optional<Instant> confirmedAt() {
        return answers().stream()
                .filter(answer -> answer.told().isHolding())
                .map(BuyerAnswer::at)
                .findFirst();
    }

    /** Whether this buyer ever pressed the button. */
    public boolean hasPressed() {
        return answers().stream().anyMatch(BuyerAnswer::isPress);
    }

    @Override
    public String toString() {
        return "sale " + sale + " buyer " + phone + " "
                + answers().stream().map(BuyerJournal::line).toList();
    }

    private static String line(BuyerAnswer answer) {
        return answer.at() + " " + answer.asked() + " " + answer.told() + " " + answer.ticket()
                + (answer.told() == AnswerKind.STRANGE ? answer.words() : "");
    }
}
