package org.seckill.testkit.run;

import java.time.Duration;
import java.time.Instant;

/** The time of a fault, until the part served again. */
public record Outage(String what, Instant from, Instant until) {
    public Duration lasted() {
        return Duration.between(from, until);
    }
}
