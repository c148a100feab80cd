package org.seckill.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a buyer was told one thing and then another that cannot follow it. Of one press, "queued" may go to any end, and
 * there it stays: "over" is never followed by a purchase, "try again" says that nothing will come of that press, and
 * "bought" stays for ever. Only a press whose answer was lost may still be on its way while `result` denies it; the
 * second "over" in a row ends that too.
 */
final class Turns {
    private final List<String> found = new ArrayList<>();
    private Told before = Told.NOTHING;
    private boolean isOnItsWay;

    private Turns() {}

    static List<String> of(Journal journal) {
        Turns turns = new Turns();
        journal.said().forEach(turns::read);
        return turns.found;
    }

    private void read(Said said) {
        Told now = said.told();
        if (said.isPress()) {
            isOnItsWay = !says(now) || (isOnItsWay && now == Told.BUSY);
        }
        // A refused press did nothing, so it tells nothing of an earlier one.
        if (!says(now) || (said.isPress() && now == Told.BUSY)) {
            return;
        }
        if (isTurn(now, said.isPress())) {
            found.add("from " + before + " to " + now);
        }
        isOnItsWay = isOnItsWay && !now.isHolding() && !(before == Told.OVER && now == Told.OVER);
        before = now;
    }

    private boolean isTurn(Told now, boolean isPress) {
        if (before.isHolding()) {
            return !now.isHolding();
        }
        boolean mayChange = isPress || isOnItsWay;
        return switch (before) {
            case OVER -> !mayChange && now != Told.OVER && now != Told.BUSY;
            case BUSY -> !mayChange && now != Told.OVER && now != Told.BUSY;
            default -> false;
        };
    }

    private static boolean says(Told told) {
        return told != Told.NOTHING && told != Told.UNKNOWN && told != Told.STRANGE;
    }
}
