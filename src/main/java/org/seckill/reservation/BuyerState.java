package org.seckill.reservation;

import java.util.regex.Pattern;
import org.seckill.order.Ticket;

/**
 * The state of a buyer of a sale in Redis. Its text is a letter, the ticket, and for some letters a space and a word.
 *
 * @param word the entry's id for W; the epoch for S; otherwise empty
 */
public record BuyerState(Letter letter, Ticket ticket, String word) {
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,9}");

    /** The state of the buyer's order. */
    public enum Letter {
        /** Waiting in the stream. */
        W,
        /** Recorded. */
        R,
        /** Refused: sold out. */
        S,
        /** Refused: the window has closed. */
        C,
        /** Refused: the window is not open yet. */
        N,
        /** Set aside as poison, or lost. */
        B
    }

    /** @throws IllegalArgumentException if the letter is S and the word is no epoch */
    public BuyerState {
        if (letter == Letter.S && !EPOCH.matcher(word).matches()) {
            throw new IllegalArgumentException("no epoch");
        }
    }

    /** Whether {@link #read} accepts the text. Redis may hold any text. */
    static boolean isReadable(String text) {
        try {
            read(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException if the text is not one that a node writes */
    public static BuyerState read(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no state");
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
