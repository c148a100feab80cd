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
 * second "over" in a row ends that too. Of a sale that was restocked, a buyer who was told "over" on one device may have
 * bought by another one since.
 */
final class AnswerOrderCheck {
    private final List<String> found = new ArrayList<>();
    private final List<BuyerJournal> others;
    private AnswerKind before = AnswerKind.NOTHING;
    private Instant beforeAt = Instant.MIN;
    private boolean isOnItsWay;

    private AnswerOrderCheck(List<BuyerJournal> others) {
        this.others = others;
    }

    /** @param others of the same buyer by whom they may have bought since they were refused: none, unless it was restocked */
    static List<String> of(BuyerJournal journal, List<BuyerJournal> others) {
        AnswerOrderCheck turns = new AnswerOrderCheck(others);
        journal.said().forEach(turns::read);
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
        return before == AnswerKind.OVER
                && others.stream()
                        .flatMap(other -> other.said().stream())
                        .anyMatch(said -> said.isPress() && said.at().isAfter(beforeAt));
    }

    private static boolean says(AnswerKind told) {
        return told != AnswerKind.NOTHING && told != AnswerKind.UNKNOWN && told != AnswerKind.STRANGE;
    }
}
