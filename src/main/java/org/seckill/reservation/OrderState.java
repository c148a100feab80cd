package org.seckill.reservation;

/**
 * The states of a queued order, each with the letter that stands for it in Redis. A letter is used in up to three places:
 *
 * <table>
 * <caption>Use of the letters</caption>
 * <tr><th>letter</th><th>stored for a buyer</th><th>answer of {@code reserve.lua}</th><th>argument of {@code settle.lua}</th></tr>
 * <tr><td>W</td><td>{@code W<ticket> <entry>}</td><td>{@code W<ticket> <entry>}</td><td></td></tr>
 * <tr><td>R</td><td>{@code R<ticket>}</td><td>{@code R<ticket>}</td><td>R, word: ticket of the purchase</td></tr>
 * <tr><td>H</td><td></td><td></td><td>H, word: ticket of the purchase; stored as R</td></tr>
 * <tr><td>S</td><td>{@code S<ticket> <epoch>}</td><td>{@code S}, {@code S?}</td><td>S</td></tr>
 * <tr><td>C</td><td>{@code C<ticket>}</td><td>{@code C}, {@code C?}</td><td>C</td></tr>
 * <tr><td>N</td><td>{@code N<ticket>}</td><td></td><td>N</td></tr>
 * <tr><td>B</td><td>{@code B<ticket>}</td><td></td><td>B, word: cause</td></tr>
 * <tr><td>L, F, D</td><td></td><td>{@code L}, {@code F}, {@code D}</td><td></td></tr>
 * </table>
 *
 * <p>{@code S?} and {@code C?} are refusals by a Redis that may not know all holders of purchases.
 */
public enum OrderState {
    /** Holds a unit and waits in the stream; in an answer with this ticket or an earlier one of the buyer. */
    WAITING('W'),
    /** Recorded: the unit is sold. */
    RECORDED('R'),
    /** Not recorded, because the buyer already holds a purchase: the unit is returned. */
    REPEAT('H'),
    /** Refused: sold out in the stored epoch. The unit is returned. */
    SOLD_OUT('S'),
    /** Refused: the window has closed; in an answer also if it is not open yet. The unit is returned. */
    CLOSED('C'),
    /** Refused: the window was not open yet. The unit is returned. */
    NOT_OPEN('N'),
    /** Set aside as poison, or its entry is lost. The unit is returned. */
    SET_ASIDE('B'),
    /** Not reserved: the call came after the order's latest time. */
    LATE('L'),
    /** Not reserved: the stream is full, or the order was set aside after an earlier call. */
    FULL('F'),
    /** Not reserved, as S or C, but Redis has lost data: an order of this buyer may still be recorded. */
    IN_DOUBT('D');

    private final char letter;

    OrderState(char letter) {
        this.letter = letter;
    }

    /** @throws IllegalArgumentException if the text does not begin with a letter of a state */
    static OrderState of(String text) {
        for (OrderState state : values()) {
            if (state.begins(text)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state");
    }

    /** Whether the text is one of this state. */
    public boolean begins(String text) {
        return !text.isEmpty() && text.charAt(0) == letter;
    }

    /** The stored text of a buyer in this state, without a word. */
    public String with(String ticket) {
        return letter + ticket;
    }

    /** The letter. */
    public String code() {
        return String.valueOf(letter);
    }
}
