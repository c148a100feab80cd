package org.seckill.tools.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RecordedPurchases.Row;

/**
 * The rows whose buyers were never told that they bought.
 *
 * @param told what the buyer of each was told last: of several devices, by one that does not know
 * @param strangers rows of buyers who never pressed
 */
record UnconfirmedPurchases(Map<Row, AnswerKind> told, List<Row> strangers) {
    static UnconfirmedPurchases of(RecordedPurchases holdings, List<BuyerJournal> journals) {
        Map<String, List<BuyerJournal>> pressed =
                journals.stream().filter(BuyerJournal::hasPressed).collect(Collectors.groupingBy(BuyerJournal::phone));
        Map<Row, AnswerKind> told = new LinkedHashMap<>();
        List<Row> strangers = new ArrayList<>();
        for (Row row : holdings.rows()) {
            List<BuyerJournal> devices = pressed.getOrDefault(row.buyer(), List.of());
            if (devices.isEmpty()) {
                strangers.add(row);
            } else if (devices.stream().allMatch(device -> device.confirmedAt().isEmpty())) {
                lastWord(devices).ifPresent(word -> told.put(row, word));
            }
        }
        return new UnconfirmedPurchases(told, strangers);
    }

    /** Of all of a buyer's devices: one that does not know counts first, for its press may have bought. */
    static Optional<AnswerKind> lastWord(List<BuyerJournal> devices) {
        return devices.stream()
                .flatMap(device -> device.lastWord().stream())
                .reduce((one, other) -> one.isOpen() ? one : other);
    }
}
