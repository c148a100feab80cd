package org.seckill.reservation;

import java.util.regex.Pattern;
import org.seckill.order.Ticket;

/**
 * What Redis remembers of a buyer of a sale, as it is written there: a letter, the ticket, and sometimes a word more.
 *
 * @param word of one who waits the entry in the stream; of one who was refused for want of stock the epoch
 */
public record BuyerState(Letter letter, Ticket ticket, String word) {
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,9}");

    /** What became of the buyer's order. */
    public enum Letter {
        /** Waits in the stream. */
        W,
        /** Is recorded. */
        R,
        /** Was refused: no stock left. */
        S,
        /** Was refused: the window had closed. */
        C,
        /** Was refused: the window had not opened. */
        N,
        /** Was set aside as poison, or lost. */
        B
    }

    /** @throws IllegalArgumentException when somebody was refused for want of stock in no epoch */
    public BuyerState {
        if (letter == Letter.S && !EPOCH.matcher(word).matches()) {
            throw new IllegalArgumentException("no epoch");
        }
    }

    /** Whether a node may have written it: whoever may write to Redis may have written anything. */
    static boolean isReadable(String text) {
        try {
            read(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException when it is nothing that a node writes */
    public static BuyerState read(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("nothing is known");
        }
        String[] parts = text.substring(1).split(" ", 2);
        return new BuyerState(
                Letter.valueOf(text.substring(0, 1)), new Ticket(parts[0]), parts.length == 2 ? parts[1] : "");
    }

    @Override
    public String toString() {
        return word.isEmpty() ? "" + letter + ticket : letter + ticket.id() + " " + word;
    }
}
