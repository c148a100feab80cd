package org.seckill.testkit.run;

import java.time.Duration;

/**
 * A fault at a time of a trial.
 *
 * @param after the time from the start of the trial to the start of the fault
 * @param lasting the time from the start of the fault to its end
 */
public record ScheduledFault(Duration after, Fault fault, Duration lasting) {}
