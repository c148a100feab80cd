package org.seckill.tools.stress;

/**
 * One answer as JMeter counted it.
 *
 * @param start when it was asked for, in milliseconds since the epoch
 * @param millis until all of the answer was there
 * @param isRight whether it was what the plan's assertions allow
 * @param complaint what was wrong with it
 * @param sale it was asked of, as the plan says
 * @param state that the body told; {@code none} when it told none
 * @param ticket that the body told; empty when it told none
 */
record StressSample(
        String label,
        long start,
        int millis,
        boolean isRight,
        String complaint,
        String sale,
        String phone,
        String state,
        String ticket) {
    private static final String REHEARSAL = "rehearsal";

    long end() {
        return start + millis;
    }

    boolean isRehearsal() {
        return label.startsWith(REHEARSAL);
    }

    /** Whether it is an answer to whoever wants to buy. */
    boolean isOrder() {
        return label.startsWith("execution") || label.equals("result");
    }

    boolean isPress() {
        return label.startsWith("execution");
    }
}
