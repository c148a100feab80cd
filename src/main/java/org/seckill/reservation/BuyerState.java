package org.seckill.reservation;

import java.util.Optional;
import java.util.regex.Pattern;
import org.seckill.order.Ticket;

/**
 * The state of a buyer of a sale in Redis. Its text is described at {@link OrderState}.
 *
 * @param word the entry's id for {@code WAITING}; the epoch for {@code SOLD_OUT}; otherwise empty
 */
public record BuyerState(OrderState state, Ticket ticket, String word) {
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,9}");

    /** @throws IllegalArgumentException if the state is sold out and the word is no epoch */
    public BuyerState {
        if (state == OrderState.SOLD_OUT && !EPOCH.matcher(word).matches()) {
            throw new IllegalArgumentException("no epoch");
        }
    }

    /** Reads a stored text; empty if it is none that a node writes. */
    static Optional<BuyerState> find(String text) {
        try {
            return Optional.of(read(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if the text is none that a node writes */
    static BuyerState read(String text) {
        OrderState state = OrderState.of(text);
        String[] parts = text.substring(1).split(" ", 2);
        return new BuyerState(state, new Ticket(parts[0]), parts.length == 2 ? parts[1] : "");
    }
}
