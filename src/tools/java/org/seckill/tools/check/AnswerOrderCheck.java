package org.seckill.tools.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerJournal;

/**
 * Where a buyer was told one thing and then another that cannot follow it. Of one press, "queued" may go to any end, and
 * there it stays: "over" is never followed by a purchase, "try again" says that nothing will come of that press, and
 * "bought" stays for ever. Only a press whose answer was lost may still be on its way while `result` denies it; the
 * second "over" in a row ends that too. A buyer who was told "try again" on one device may have pressed on another one
 * since; of a sale that was restocked, or whose reserved units came back, one who was told "over" may have bought by another one.
 */
final class AnswerOrderCheck {
    private final List<String> found = new ArrayList<>();
    private final List<BuyerJournal> others;
    private final boolean isRestocked;
    private AnswerKind before = AnswerKind.NOTHING;
    private Instant beforeAt = Instant.MIN;
    /** When the one before that was heard: the question was sent after it. */
    private Instant beforeSentAfter = Instant.MIN;

    private Instant previousAt = Instant.MIN;
    private boolean isOnItsWay;

    private AnswerOrderCheck(List<BuyerJournal> others, boolean isRestocked) {
        this.others = others;
        this.isRestocked = isRestocked;
    }

    /**
     * @param others of the same buyer, by whom they may have pressed meanwhile
     * @param isRestocked or units came back otherwise, so that whoever was refused may have bought since
     */
    static List<String> of(BuyerJournal journal, List<BuyerJournal> others, boolean isRestocked) {
        AnswerOrderCheck turns = new AnswerOrderCheck(others, isRestocked);
        journal.answers().forEach(said -> {
            turns.read(said);
            turns.previousAt = said.at();
        });
        return turns.found;
    }

    private void read(BuyerAnswer said) {
        AnswerKind now = said.told();
        if (said.isPress()) {
            isOnItsWay = !says(now) || (isOnItsWay && now == AnswerKind.BUSY);
        }
        // A refused press did nothing, so it tells nothing of an earlier one.
        if (!says(now) || (said.isPress() && now == AnswerKind.BUSY)) {
            return;
        }
        if (isTurn(now, said.isPress()) && !isOfAnother()) {
            found.add("from " + before + " to " + now);
        }
        isOnItsWay = isOnItsWay && !now.isHolding() && !(before == AnswerKind.OVER && now == AnswerKind.OVER);
        before = now;
        beforeAt = said.at();
        beforeSentAfter = previousAt;
    }

    private boolean isTurn(AnswerKind now, boolean isPress) {
        if (before.isHolding()) {
            return !now.isHolding();
        }
        boolean mayChange = isPress || isOnItsWay;
        return switch (before) {
            case OVER -> !mayChange && now != AnswerKind.OVER && now != AnswerKind.BUSY;
            case BUSY -> !mayChange && now != AnswerKind.OVER && now != AnswerKind.BUSY;
            default -> false;
        };
    }

    private boolean isOfAnother() {
        return switch (before) {
            // The answer may have been made before the other one pressed, and be heard after.
            case BUSY -> hasAnotherPressedSince(beforeSentAfter);
            case OVER -> isRestocked && hasAnotherPressedSince(beforeAt);
            default -> false;
        };
    }

    private boolean hasAnotherPressedSince(Instant time) {
        return others.stream()
                .flatMap(other -> other.answers().stream())
                .anyMatch(said -> said.isPress() && said.at().isAfter(time));
    }

    private static boolean says(AnswerKind told) {
        return told != AnswerKind.NOTHING && told != AnswerKind.UNKNOWN && told != AnswerKind.STRANGE;
    }
}
