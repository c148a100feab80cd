package org.seckill.order;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The id of an order. A call whose connection died is repeated with the same ticket, and the engine records it once. A
 * ticket is no secret.
 *
 * @param id 1 to 32 letters, digits, {@code -} or {@code _}, which need no escaping in JSON, Redis or SQL
 */
public record Ticket(String id) {
    private static final int LONGEST = 32;

    /** @throws IllegalArgumentException when the id has another form */
    public Ticket {
        if (id.isEmpty() || id.length() > LONGEST || !id.chars().allMatch(Ticket::isPlain)) {
            throw new IllegalArgumentException("not a ticket");
        }
    }

    /** Draws a ticket of 128 random bits, so that no two orders have the same one. */
    public static Ticket draw() {
        byte[] bits = new byte[16];
        ThreadLocalRandom.current().nextBytes(bits);
        return new Ticket(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    @Override
    public String toString() {
        return id;
    }
}
