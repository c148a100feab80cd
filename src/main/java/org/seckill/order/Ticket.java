package org.seckill.order;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One request's own id. A request whose connection died asks again with the same ticket, and the database
 * recognises it. It is no secret.
 *
 * @param id 1 to 32 characters that need no escaping anywhere
 */
public record Ticket(String id) {
    private static final int LONGEST = 32;

    /** @throws IllegalArgumentException when it is none */
    public Ticket {
        if (id.isEmpty() || id.length() > LONGEST || !id.chars().allMatch(Ticket::isPlain)) {
            throw new IllegalArgumentException("not a ticket");
        }
    }

    /** @return 128 random bits: two requests of one buyer never draw the same */
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
