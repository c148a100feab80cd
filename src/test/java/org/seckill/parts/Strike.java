package org.seckill.parts;

import java.time.Duration;

/**
 * That something goes wrong in a trial.
 *
 * @param after the beginning of the trial
 * @param lasting until it is being mended
 */
public record Strike(Duration after, Affliction affliction, Duration lasting) {}
