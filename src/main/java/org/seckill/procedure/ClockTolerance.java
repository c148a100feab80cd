package org.seckill.procedure;

import java.time.Duration;

/** @param bound how far a node's clock and the database's may be apart before the node counts as not ready */
public record ClockTolerance(Duration bound) {}
