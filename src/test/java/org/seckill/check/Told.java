package org.seckill.check;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.bench.Reply;

/** What one answer tells a buyer. */
public enum Told {
    BOUGHT(1),
    REPEAT(-1),
    OVER(0),
    QUEUED(2),
    /** The outcome is unknown, as the shop says. */
    UNKNOWN(-2),
    REWRITTEN(-3),
    /** Nothing is recorded, try again: also what 429 and 503 say of a purchase. */
    BUSY(-4),
    /** No answer, or one of somebody on the way: nobody knows what the shop did. */
    NOTHING(Integer.MAX_VALUE),
    /** An answer that a buyer who keeps the rules must never get. */
    STRANGE(Integer.MIN_VALUE);

    private static final Pattern STATE = Pattern.compile("\"state\":(-?[0-9]+)");

    private final int code;

    Told(int code) {
        this.code = code;
    }

    public static Told byExecution(Reply reply) {
        return reply.status() == 503 || reply.status() == 429 ? BUSY : byResult(reply);
    }

    public static Told byResult(Reply reply) {
        if (reply.status() == 200) {
            return byState(reply.body());
        }
        return reply.status() >= 500 || reply.status() == 429 ? NOTHING : STRANGE;
    }

    /** The buyer has a unit. */
    public boolean isHolding() {
        return this == BOUGHT || this == REPEAT;
    }

    /** Nothing that comes later may say otherwise, unless the buyer presses again. */
    public boolean isFinal() {
        return isHolding() || this == OVER;
    }

    private static Told byState(String body) {
        Matcher state = STATE.matcher(body);
        if (!state.find()) {
            return STRANGE;
        }
        int code = Integer.parseInt(state.group(1));
        return Arrays.stream(values())
                .filter(told -> told.code == code)
                .findFirst()
                .orElse(STRANGE);
    }
}
