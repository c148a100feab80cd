package org.seckill.stress;

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
record Rush(String sale, List<Sample> orders, Map<String, Sample> confirmations) {
    private static final double MILLIS = 1000.0;

    /** @return of each sale, by its id */
    static Map<String, Rush> of(Collection<Sample> samples) {
        return samples.stream().filter(Sample::isOrder).collect(Collectors.groupingBy(Sample::sale)).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, sale -> of(sale.getKey(), sale.getValue())));
    }

    private static Rush of(String sale, List<Sample> orders) {
        Map<String, Sample> confirmations = new HashMap<>();
        orders.stream()
                .filter(order -> Kind.of(order) == Kind.CONFIRMED)
                .forEach(order -> confirmations.merge(
                        order.phone(), order, (one, other) -> one.end() <= other.end() ? one : other));
        return new Rush(sale, List.copyOf(orders), Map.copyOf(confirmations));
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
        long first = orders.stream().mapToLong(Sample::start).min().orElseThrow();
        return confirmations.size() * MILLIS / Math.max(1, lastConfirmed() - first);
    }

    private long firstConfirmed() {
        return confirmations.values().stream().mapToLong(Sample::end).min().orElseThrow();
    }

    private long lastConfirmed() {
        return confirmations.values().stream().mapToLong(Sample::end).max().orElseThrow();
    }
}
