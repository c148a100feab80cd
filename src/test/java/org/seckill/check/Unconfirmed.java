package org.seckill.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.seckill.check.Holdings.Row;

/**
 * The rows whose buyers were never told that they bought.
 *
 * @param told what the buyer of each was told last: of several devices, by one that does not know
 * @param strangers rows of buyers who never pressed
 */
record Unconfirmed(Map<Row, Told> told, List<Row> strangers) {
    static Unconfirmed of(Holdings holdings, List<Journal> journals) {
        Map<String, List<Journal>> pressed =
                journals.stream().filter(Journal::hasPressed).collect(Collectors.groupingBy(Journal::phone));
        Map<Row, Told> told = new LinkedHashMap<>();
        List<Row> strangers = new ArrayList<>();
        for (Row row : holdings.rows()) {
            List<Journal> devices = pressed.getOrDefault(row.buyer(), List.of());
            if (devices.isEmpty()) {
                strangers.add(row);
            } else if (devices.stream().allMatch(device -> device.confirmedAt().isEmpty())) {
                lastWord(devices).ifPresent(word -> told.put(row, word));
            }
        }
        return new Unconfirmed(told, strangers);
    }

    /** Of all of a buyer's devices: one that does not know counts first, for its press may have bought. */
    static Optional<Told> lastWord(List<Journal> devices) {
        return devices.stream()
                .flatMap(device -> device.lastWord().stream())
                .reduce((one, other) -> one.isOpen() ? one : other);
    }
}
