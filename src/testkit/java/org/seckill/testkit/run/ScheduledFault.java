package org.seckill.testkit.run;

import java.time.Duration;

/**
 * That something goes wrong in a trial.
 *
 * @param after the beginning of the trial
 * @param lasting until it is being mended
 */
public record ScheduledFault(Duration after, Fault affliction, Duration lasting) {}
