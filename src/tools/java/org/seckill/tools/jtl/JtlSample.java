package org.seckill.tools.jtl;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One request and its answer, under JMeter's name for the two.
 *
 * @param sent by the client's clock
 * @param took until the answer was there, or was given up
 * @param label what was asked
 * @param code of the answer; anything but a number when nobody answered
 * @param state that the answer tells; empty when it tells none
 * @param ticket that it tells; empty when it tells none
 */
public record JtlSample(
        Instant sent, Duration took, String label, String code, long sale, String phone, String state, String ticket) {
    static final Pattern PHONE = Pattern.compile("[0-9]{1,15}");
    static final Pattern STATE = Pattern.compile("-?[0-9]{1,9}");

    private static final Pattern STATUS = Pattern.compile("[0-9]{3}");
    private static final String NO_ANSWER = "Non HTTP response code: ";

    /** @throws IllegalArgumentException when it is nothing that can have happened */
    public JtlSample {
        boolean isState = state.isEmpty() || STATE.matcher(state).matches();
        if (took.isNegative() || !PHONE.matcher(phone).matches() || !isState) {
            throw new IllegalArgumentException("took %s, phone '%s', state '%s'".formatted(took, phone, state));
        }
    }

    /** What JMeter writes for a code when there is none. */
    public static String noAnswer(String why) {
        return NO_ANSWER + why;
    }

    public boolean isAnswered() {
        return STATUS.matcher(code).matches();
    }

    /** Of an answer that there is. */
    public int status() {
        return Integer.parseInt(code);
    }

    public Instant heard() {
        return sent.plus(took);
    }
}
