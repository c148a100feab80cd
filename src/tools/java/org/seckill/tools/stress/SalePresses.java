package org.seckill.tools.stress;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of the presses of one sale, as customers heard it.
 *
 * @param orders all answers to whoever wanted to buy; one at least
 * @param confirmations the first of each customer who was told of a purchase, by phone
 */
record SalePresses(String sale, List<StressSample> orders, Map<String, StressSample> confirmations) {
    private static final double MILLIS = 1000.0;

    /** @return of each sale, by its id */
    static Map<String, SalePresses> of(Collection<StressSample> samples) {
        return samples.stream()
                .filter(StressSample::isOrder)
                .collect(Collectors.groupingBy(StressSample::sale))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, sale -> of(sale.getKey(), sale.getValue())));
    }

    private static SalePresses of(String sale, List<StressSample> orders) {
        Map<String, StressSample> confirmations = new HashMap<>();
        orders.stream()
                .filter(order -> AnswerClass.of(order) == AnswerClass.CONFIRMED)
                .forEach(order -> confirmations.merge(
                        order.phone(), order, (one, other) -> one.end() <= other.end() ? one : other));
        return new SalePresses(sale, List.copyOf(orders), Map.copyOf(confirmations));
    }

    /** From the first confirmation to the last; nothing when there is none. */
    Optional<Long> millisToSell() {
        return confirmations.isEmpty() ? Optional.empty() : Optional.of(lastConfirmed() - firstConfirmed());
    }

    /** From the first press until the last confirmation; 0 when there is none. */
    double confirmedPerSecond() {
        if (confirmations.isEmpty()) {
            return 0;
        }
        long first = orders.stream().mapToLong(StressSample::start).min().orElseThrow();
        return confirmations.size() * MILLIS / Math.max(1, lastConfirmed() - first);
    }

    private long firstConfirmed() {
        return confirmations.values().stream()
                .mapToLong(StressSample::end)
                .min()
                .orElseThrow();
    }

    private long lastConfirmed() {
        return confirmations.values().stream()
                .mapToLong(StressSample::end)
                .max()
                .orElseThrow();
    }
}
