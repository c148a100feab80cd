package org.seckill.sale;

/** The state of a sale at an instant: before, in or after its window. */
public enum Phase {
    SOON,
    OPEN,
    OVER
}
