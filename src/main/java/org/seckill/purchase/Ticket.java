package org.seckill.purchase;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * One request's own id. A request whose connection died asks again with the same ticket, and the database
 * recognises it. It is no secret.
 *
 * @param id 1 to 32 characters that need no escaping anywhere
 */
record Ticket(String id) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    Ticket {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("not a ticket");
        }
    }

    /** @return 128 random bits: two requests of one buyer never draw the same */
    static Ticket draw() {
        byte[] bits = new byte[16];
        ThreadLocalRandom.current().nextBytes(bits);
        return new Ticket(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    @Override
    public String toString() {
        return id;
    }
}
