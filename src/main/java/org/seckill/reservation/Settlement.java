package org.seckill.reservation;

/**
 * What was decided of an entry, as {@code settle.lua} reads it.
 *
 * @param verdict R, H, S, C, N or B
 * @param word the ticket of the purchase that the buyer holds, or the cause
 */
public record Settlement(OrderEntry entry, String verdict, String word) {}
