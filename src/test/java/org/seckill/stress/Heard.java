package org.seckill.stress;

/** Samples for tests, of one sale. */
final class Heard {
    static final String SALE = "1000";

    private Heard() {}

    static Sample press(String phone, long start, int millis, String state, String ticket) {
        return new Sample("execution", start, millis, true, "200 OK", SALE, phone, state, ticket);
    }

    static Sample again(String phone, long start, int millis, String state, String ticket) {
        return new Sample("execution again", start, millis, true, "200 OK", SALE, phone, state, ticket);
    }

    static Sample result(String phone, long start, int millis, String state, String ticket) {
        return new Sample("result", start, millis, true, "200 OK", SALE, phone, state, ticket);
    }

    static Sample other(String label, long start, int millis) {
        return new Sample(label, start, millis, true, "200 OK", SALE, "138", "none", "");
    }

    static Sample wrong(String label, String complaint) {
        return new Sample(label, 0, 1, false, complaint, SALE, "138", "none", "");
    }
}
