package org.seckill.nodes;

import java.time.Instant;

/** A time in which a part was not there: from its kill until it served again. */
record Outage(String part, Instant from, Instant until) {}
