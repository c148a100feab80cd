package org.seckill.tools.stress;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be played: each has a file of its name in {@code src/test/jmeter}. */
enum StressPlan {
    STAMPEDE,
    REFRESH_STORM,
    SOLD_OUT_STORM,
    MIXED_DAY;

    static StressPlan named(String title) {
        return Arrays.stream(values())
                .filter(plan -> plan.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no plan '%s'; there are %s"
                        .formatted(
                                title,
                                Arrays.stream(values()).map(StressPlan::title).collect(Collectors.joining(", ")))));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
