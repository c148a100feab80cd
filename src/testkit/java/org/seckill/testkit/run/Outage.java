package org.seckill.testkit.run;

import java.time.Duration;
import java.time.Instant;

/** A time in which something was wrong: until it served again. */
public record Outage(String what, Instant from, Instant until) {
    public Duration lasted() {
        return Duration.between(from, until);
    }
}
