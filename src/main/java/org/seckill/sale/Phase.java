package org.seckill.sale;

/** Where a sale stands at one instant. */
public enum Phase {
    SOON,
    OPEN,
    OVER
}
