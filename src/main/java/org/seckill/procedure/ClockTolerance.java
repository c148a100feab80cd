package org.seckill.procedure;

import java.time.Duration;

/**
 * The offset from which a node counts as not ready.
 *
 * @param bound the largest allowed difference between a node's clock and the database's
 */
public record ClockTolerance(Duration bound) {}
