package org.seckill.tools.stress;

import java.util.Map;

/** What an answer said, as customers understand it. */
enum AnswerClass {
    CONFIRMED("confirmed", "#2e8b57"),
    QUEUED("queued", "#8fbc5a"),
    STILL_QUEUED("still queued", "#c5dca0"),
    SOLD_OUT("sold out", "#2266bb"),
    REPEAT("bought already", "#7a5cab"),
    BUSY("busy", "#d9822b"),
    UNKNOWN("unknown", "#8b4513"),
    EXPOSER("exposer", "#b3730f"),
    PAGE("page", "#8a94a0"),
    CLOCK("time/now", "#c3cad2"),
    LOGIN("login", "#5c6670"),
    OTHER("other", "#dddddd"),
    WRONG("error", "#c62828");

    private static final Map<String, AnswerClass> BY_LABEL =
            Map.of("login", LOGIN, "list", PAGE, "detail", PAGE, "purchases", PAGE, "time", CLOCK, "exposer", EXPOSER);

    private static final Map<String, AnswerClass> BY_STATE =
            Map.of("1", CONFIRMED, "2", QUEUED, "0", SOLD_OUT, "-1", REPEAT, "-4", BUSY, "none", BUSY, "-2", UNKNOWN);

    private final String title;
    private final String colour;

    AnswerClass(String title, String colour) {
        this.title = title;
        this.colour = colour;
    }

    static AnswerClass of(StressSample sample) {
        if (!sample.isRight()) {
            return WRONG;
        }
        if (!sample.isOrder()) {
            return BY_LABEL.getOrDefault(sample.label(), OTHER);
        }
        AnswerClass told = BY_STATE.getOrDefault(sample.state(), OTHER);
        return told == QUEUED && !sample.isPress() ? STILL_QUEUED : told;
    }

    String title() {
        return title;
    }

    String colour() {
        return colour;
    }
}
